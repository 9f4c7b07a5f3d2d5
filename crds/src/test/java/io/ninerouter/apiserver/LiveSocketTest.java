package io.ninerouter.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveSocketTest {
    private final Queue<Runnable> due = new ArrayDeque<>();
    private final Peer peer = new Peer();
    private final Listener listener = new Listener();
    private final LiveSocket live = new LiveSocket("/api/v1/secrets", listener, due::add);

    @BeforeEach
    void open() {
        live.onOpen(peer);
    }

    @Test
    void aSilentPeerIsPingedThenGivenUpAndTheListenerHearsItOnce() {
        look(3);
        assertThat(peer.done).containsExactly("request 1", "ping", "abort");
        assertThat(listener.heard).containsExactly("open", "IOException");

        live.onError(peer, new IOException("of the abort"));
        live.onClose(peer, WebSocket.NORMAL_CLOSURE, "");
        look(3);
        assertThat(listener.heard).containsExactly("open", "IOException");
        assertThat(due).as("looks that are still due").isEmpty();
    }

    @Test
    void aPeerThatAnswersPingsStays() {
        for (int i = 0; i < 10; i++) {
            look(2);
            live.onPong(peer, ByteBuffer.allocate(0));
        }
        assertThat(peer.done).doesNotContain("abort").contains("ping");
        assertThat(listener.heard).containsOnly("open", "pong");
    }

    @Test
    void aPeerThatSpeaksIsNotAsked() {
        for (int i = 0; i < 10; i++) {
            look(1);
            live.onText(peer, "{}", true);
            listener.socket.request(1);
        }
        assertThat(peer.done).doesNotContain("ping", "abort");
    }

    @Test
    void aListenerAtWorkIsWaitedFor() {
        // It has not asked for the next message yet: a pong could not be delivered.
        live.onText(peer, "{}", true);
        look(10);
        assertThat(peer.done).doesNotContain("ping", "abort");

        listener.socket.request(1);
        look(3);
        assertThat(peer.done).containsSubsequence("ping", "abort");
    }

    @Test
    void looksEndWithTheConnection() {
        live.onClose(peer, WebSocket.NORMAL_CLOSURE, "");
        look(1);
        assertThat(due).isEmpty();
        assertThat(listener.heard).containsExactly("open", "close");
    }

    @Test
    void looksEndWhenTheListenerAborts() {
        listener.socket.abort();
        look(1);
        assertThat(due).isEmpty();
        assertThat(listener.heard).containsExactly("open");
    }

    @Test
    void thatOfWhichTheCloseIsNeverAnsweredIsGivenUpToo() {
        listener.socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
        look(3);
        assertThat(peer.done).endsWith("abort");
        assertThat(listener.heard).containsExactly("open", "IOException");
    }

    private void look(int times) {
        for (int i = 0; i < times && !due.isEmpty(); i++) {
            due.remove().run();
        }
    }

    /** Behaves as the Kubernetes client's: asks for one message at a time. */
    private static final class Listener implements WebSocket.Listener {
        private final List<String> heard = new ArrayList<>();
        private WebSocket socket;

        @Override
        public void onOpen(WebSocket opened) {
            socket = opened;
            heard.add("open");
            opened.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            heard.add("pong");
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
            heard.add("close");
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            heard.add(error.getClass().getSimpleName());
        }
    }

    /** Writes down what is done to it. */
    private static final class Peer implements WebSocket {
        private final List<String> done = new ArrayList<>();

        private CompletableFuture<WebSocket> did(String what) {
            done.add(what);
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
            return did("text");
        }

        @Override
        public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
            return did("binary");
        }

        @Override
        public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
            return did("ping");
        }

        @Override
        public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
            return did("pong");
        }

        @Override
        public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
            return did("close");
        }

        @Override
        public void request(long n) {
            done.add("request " + n);
        }

        @Override
        public String getSubprotocol() {
            return "";
        }

        @Override
        public boolean isOutputClosed() {
            return false;
        }

        @Override
        public boolean isInputClosed() {
            return false;
        }

        @Override
        public void abort() {
            done.add("abort");
        }
    }
}
