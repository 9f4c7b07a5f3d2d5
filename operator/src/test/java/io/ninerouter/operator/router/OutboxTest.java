package io.ninerouter.operator.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Writes behind the loop; the pool here runs what it is given when it is told to. */
class OutboxTest {
    private final Deque<Runnable> pool = new ArrayDeque<>();
    private final List<String> written = new ArrayList<>();
    private final Deque<Runnable> timer = new ArrayDeque<>();
    private final Outbox outbox = new Outbox(pool::add, (task, delay) -> timer.add(task));

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
    void whatIsHeldBackIsWrittenWhenThePatienceEnds() {
        hold("a", "1");
        runAll();
        assertThat(written).isEmpty();

        runTimer();
        runAll();

        assertThat(written).containsExactly("1");
    }

    @Test
    void whatIsHeldBackGivesWayToWhatIsNot() {
        hold("a", "pending");
        post("a", "served");
        runAll();
        runTimer();
        runAll();

        assertThat(written).containsExactly("served");
    }

    @Test
    void whatChangesAllTheTimeIsWrittenWhenTheFirstPatienceEnds() {
        hold("a", "1");
        hold("a", "2");
        assertThat(timer).hasSize(1);

        runTimer();
        runAll();

        assertThat(written).containsExactly("2");
    }

    @Test
    void anEarlierPatienceDoesNotEndALaterOne() {
        hold("a", "1");
        post("a", "2");
        runAll();
        hold("a", "3");
        Runnable first = timer.poll();

        first.run();
        runAll();

        assertThat(written).containsExactly("2");
    }

    @Test
    void whatIsHeldBackTakesThePlaceOfWhatIsDueAndHasNotBegun() {
        post("a", "1");
        hold("a", "2");
        runAll();
        runTimer();
        runAll();

        assertThat(written).containsExactly("2");
    }

    @Test
    void nothingBeginsOnceItIsClosed() {
        post("a", "1");
        hold("c", "3");
        outbox.close();
        post("b", "2");
        hold("d", "4");

        runTimer();
        runAll();

        assertThat(written).isEmpty();
    }

    private void post(String subject, String text) {
        outbox.post(subject, () -> written.add(text));
    }

    private void hold(String subject, String text) {
        outbox.post(subject, () -> written.add(text), Duration.ofSeconds(2));
    }

    private void runTimer() {
        for (Runnable next = timer.poll(); next != null; next = timer.poll()) {
            next.run();
        }
    }

    private void runAll() {
        for (Runnable next = pool.poll(); next != null; next = pool.poll()) {
            next.run();
        }
    }
}
