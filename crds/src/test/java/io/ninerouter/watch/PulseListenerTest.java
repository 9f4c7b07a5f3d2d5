package io.ninerouter.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Time goes on as the test says. */
class PulseListenerTest {
    private final Clock clock = new Clock();
    private final Peer peer = new Peer();
    private final Told told = new Told();
    private final PulseListener listener = new PulseListener(told, Pulse.DEFAULT, clock);

    @Test
    void aPeerThatAnswersStaysForEver() {
        listener.onOpen(peer);
        peer.answers = true;

        clock.pass(Duration.ofHours(3));

        assertThat(peer.pings).isEqualTo(3 * 3600 / 15);
        assertThat(told.all).containsExactly("open");
        assertThat(peer.aborted).isFalse();
    }

    @Test
    void aPeerThatAnswersNoPingsAndTalksStays() {
        listener.onOpen(peer);
        for (int i = 0; i < 100; i++) {
            clock.pass(Duration.ofSeconds(40));
            listener.onText(peer, "event", true);
        }

        assertThat(told.all).hasSize(101).doesNotContain("error");
    }

    @Test
    void aPeerThatIsGoneWithoutAWordIsToldAsBrokenOnce() {
        listener.onOpen(peer);
        peer.answers = true;
        clock.pass(Duration.ofMinutes(5));
        peer.answers = false;
        clock.pass(Duration.ofSeconds(44));
        assertThat(told.all).containsExactly("open");

        clock.pass(Duration.ofMinutes(10));

        assertThat(peer.aborted).isTrue();
        assertThat(told.all).containsExactly("open", "error");
        assertThat(told.error).isInstanceOf(IOException.class).hasMessageContaining("nothing heard for 45 s");
        assertThat(clock.tasks).as("nothing goes on").isEmpty();
    }

    @Test
    void whatComesAfterTheErrorIsNotPassedOn() {
        listener.onOpen(peer);
        clock.pass(Duration.ofMinutes(1));

        listener.onText(peer, "late", true);
        listener.onBinary(peer, ByteBuffer.allocate(1), true);
        listener.onClose(peer, 1006, "");
        listener.onError(peer, new IOException("reset"));

        assertThat(told.all).containsExactly("open", "error");
    }

    @Test
    void whatHasEndedIsNotAskedAnyMore() {
        listener.onOpen(peer);
        listener.onClose(peer, 1000, "bye");

        clock.pass(Duration.ofHours(1));

        assertThat(told.all).containsExactly("open", "close");
        assertThat(peer.pings).isZero();
        assertThat(clock.tasks).isEmpty();
    }

    @Test
    void aPeerHasTimeToAnswer() {
        assertThatThrownBy(() -> new Pulse(Duration.ofSeconds(5), Duration.ofSeconds(5)))
                .hasMessageContaining("the latter longer");
        assertThatThrownBy(() -> new Pulse(Duration.ZERO, Duration.ofSeconds(5)))
                .hasMessageContaining("positive");
    }

    /** Runs what is due when the test lets time pass. */
    private static final class Clock implements PulseHttpClient.Timer {
        private record Task(long at, Runnable run) {}

        private final PriorityQueue<Task> tasks = new PriorityQueue<>((one, other) -> Long.compare(one.at, other.at));
        private long now;

        @Override
        public void in(Duration delay, Runnable task) {
            tasks.add(new Task(now + delay.toNanos(), task));
        }

        @Override
        public long nanos() {
            return now;
        }

        void pass(Duration time) {
            long until = now + time.toNanos();
            while (!tasks.isEmpty() && tasks.peek().at <= until) {
                Task next = tasks.remove();
                now = next.at;
                next.run.run();
            }
            now = until;
        }
    }

    private static final class Told implements WebSocket.Listener {
        private final List<String> all = new ArrayList<>();
        private Throwable error;

        @Override
        public void onOpen(WebSocket socket) {
            all.add("open");
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            all.add(data.toString());
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            all.add("binary");
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            all.add("close");
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable cause) {
            all.add("error");
            error = cause;
        }
    }

    /** The other end, as this one sees it. */
    private final class Peer implements WebSocket {
        private boolean answers;
        private boolean aborted;
        private int pings;

        @Override
        public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
            pings++;
            if (answers) {
                listener.onPong(this, message);
            }
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendClose(int status, String reason) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void request(long n) {}

        @Override
        public String getSubprotocol() {
            return "";
        }

        @Override
        public boolean isOutputClosed() {
            return aborted;
        }

        @Override
        public boolean isInputClosed() {
            return aborted;
        }

        @Override
        public void abort() {
            aborted = true;
        }
    }
}
