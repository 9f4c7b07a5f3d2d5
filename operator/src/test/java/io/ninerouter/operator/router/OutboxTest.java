package io.ninerouter.operator.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Writes behind the loop; the pool here runs what it is given when it is told to. */
class OutboxTest {
    private final Deque<Runnable> pool = new ArrayDeque<>();
    private final List<String> written = new ArrayList<>();
    private final Outbox outbox = new Outbox(pool::add);

    @Test
    void ofWhatHasNotBegunTheNewestIsWritten() {
        post("a", "1");
        post("b", "2");
        post("a", "3");

        runAll();

        assertThat(written).containsExactly("3", "2");
    }

    @Test
    void writesOfOneSubjectNeverRunSideBySide() {
        outbox.post("a", () -> {
            written.add("begins");
            post("a", "newer");
            runAll();
            written.add("ends");
        });

        runAll();

        assertThat(written).containsExactly("begins", "ends", "newer");
    }

    @Test
    void whatFailsStopsNoneBehindIt() {
        outbox.post("a", () -> {
            post("a", "next");
            throw new IllegalStateException("no");
        });

        runAll();
        post("a", "later");
        runAll();

        assertThat(written).containsExactly("next", "later");
    }

    @Test
    void nothingBeginsOnceItIsClosed() {
        post("a", "1");
        outbox.close();
        post("b", "2");

        runAll();

        assertThat(written).isEmpty();
    }

    private void post(String subject, String text) {
        outbox.post(subject, () -> written.add(text));
    }

    private void runAll() {
        for (Runnable next = pool.poll(); next != null; next = pool.poll()) {
            next.run();
        }
    }
}
