package io.ninerouter.watch;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what a WebSocket tells, and pings its peer. One that is gone without a word (no FIN, no RST: a node that lost
 * power, a table of connections that forgot this one) is told as an error, as if it had broken off. Thread-safe.
 */
final class PulseListener implements WebSocket.Listener {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final WebSocket.Listener listener;
    private final Pulse pulse;
    private final PulseHttpClient.Timer timer;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile long heard;

    PulseListener(WebSocket.Listener listener, Pulse pulse, PulseHttpClient.Timer timer) {
        this.listener = listener;
        this.pulse = pulse;
        this.timer = timer;
    }

    @Override
    public void onOpen(WebSocket socket) {
        heard = timer.nanos();
        beat(socket);
        listener.onOpen(socket);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        heard = timer.nanos();
        return over.get() ? null : listener.onText(socket, data, last);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        heard = timer.nanos();
        return over.get() ? null : listener.onBinary(socket, data, last);
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
        heard = timer.nanos();
        return listener.onPing(socket, message);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        heard = timer.nanos();
        return listener.onPong(socket, message);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        return over.getAndSet(true) ? null : listener.onClose(socket, status, reason);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        if (!over.getAndSet(true)) {
            listener.onError(socket, error);
        }
    }

    private void beat(WebSocket socket) {
        timer.in(pulse.every(), () -> {
            if (over.get() || socket.isInputClosed()) {
                return;
            }
            long silent = timer.nanos() - heard;
            if (pulse.isGone(silent)) {
                socket.abort();
                onError(
                        socket,
                        new IOException("nothing heard for " + silent / 1_000_000_000
                                + " s though it was pinged: the connection counts as broken"));
                return;
            }
            if (!socket.isOutputClosed()) {
                // One that cannot be sent is not answered either, which is what counts.
                var _ = socket.sendPing(NOTHING.duplicate());
            }
            beat(socket);
        });
    }
}
