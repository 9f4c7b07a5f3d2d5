package io.ninerouter.apiserver;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between a WebSocket and its listener. A peer that is silent is sent a ping, which it has to answer (RFC 6455, 5.5.2);
 * one that does not is given up, and the listener is told as of any other broken connection. The JDK delivers a pong only to
 * a listener that has asked for a message: one that is at work on the last one is waited for. Thread-safe.
 */
final class LiveSocket implements WebSocket.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSocket.class);

    private final String watched;
    private final WebSocket.Listener listener;
    private final Looks looks;

    /** Guarded by this, as the rest. */
    private final Silence silence = new Silence();

    /** Messages that the listener has asked for and that have not come. */
    private long wanted;

    private boolean over;

    /** @param watched what it is told of, for the log */
    LiveSocket(String watched, WebSocket.Listener listener, Looks looks) {
        this.watched = watched;
        this.listener = listener;
        this.looks = looks;
    }

    @Override
    public void onOpen(WebSocket socket) {
        WebSocket counted = new Counted(socket);
        listener.onOpen(counted);
        looks.next(() -> look(counted));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        came();
        return listener.onText(new Counted(socket), data, last);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        came();
        return listener.onBinary(new Counted(socket), data, last);
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
        came();
        return listener.onPing(new Counted(socket), message);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        came();
        return listener.onPong(new Counted(socket), message);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
        boolean first = end();
        return first ? listener.onClose(new Counted(socket), statusCode, reason) : null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        if (end()) {
            listener.onError(new Counted(socket), error);
        }
    }

    private synchronized void came() {
        silence.heard();
        wanted = Math.max(0, wanted - 1);
    }

    /** Whether it had not ended before. */
    private synchronized boolean end() {
        boolean first = !over;
        over = true;
        return first;
    }

    private synchronized Silence.Verdict verdict() {
        return over ? Silence.Verdict.FINE : silence.look(wanted > 0);
    }

    private synchronized boolean isOver() {
        return over;
    }

    private void look(WebSocket socket) {
        switch (verdict()) {
            case FINE -> {}
            case ASK -> {
                // Should it fail, silence says the same.
                var _ = socket.sendPing(ByteBuffer.allocate(0));
            }
            case GONE -> {
                if (end()) {
                    LOG.info("watch of {}: silent, opened anew (expected: an answer to a ping)", watched);
                    socket.abort();
                    listener.onError(socket, new IOException("no answer to a ping (expected: a pong)"));
                }
            }
        }
        if (!isOver()) {
            looks.next(() -> look(socket));
        }
    }

    /** The socket as its listener sees it: what it asks for is counted. */
    private final class Counted implements WebSocket {
        private final WebSocket socket;

        private Counted(WebSocket socket) {
            this.socket = socket;
        }

        @Override
        public void request(long n) {
            synchronized (LiveSocket.this) {
                wanted = wanted > Long.MAX_VALUE - n ? Long.MAX_VALUE : wanted + n;
            }
            socket.request(n);
        }

        /** Of an aborted socket the JDK tells no more. */
        @Override
        public void abort() {
            end();
            socket.abort();
        }

        @Override
        public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
            return as(socket.sendText(data, last));
        }

        @Override
        public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
            return as(socket.sendBinary(data, last));
        }

        @Override
        public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
            return as(socket.sendPing(message));
        }

        @Override
        public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
            return as(socket.sendPong(message));
        }

        @Override
        public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
            return as(socket.sendClose(statusCode, reason));
        }

        private CompletableFuture<WebSocket> as(CompletableFuture<WebSocket> sent) {
            return sent.thenApply(ignored -> this);
        }

        @Override
        public String getSubprotocol() {
            return socket.getSubprotocol();
        }

        @Override
        public boolean isOutputClosed() {
            return socket.isOutputClosed();
        }

        @Override
        public boolean isInputClosed() {
            return socket.isInputClosed();
        }
    }
}
