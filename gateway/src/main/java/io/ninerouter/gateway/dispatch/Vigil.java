package io.ninerouter.gateway.dispatch;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.gateway.translate.Framing;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches over the silences of one call with one timer, which looks again only when a bound can have been reached: a chunk
 * that passes costs no timer. Used on the call's event loop alone.
 */
final class Vigil {
    private final EventLoop loop;
    private final LongSupplier nanos;
    private final Silence silence;
    private final Watched watched;
    private @Nullable ScheduledFuture<?> timer;
    private long looks;
    private boolean concluded;
    private boolean over;

    private Vigil(EventLoop loop, LongSupplier nanos, Silence silence, Watched watched) {
        this.loop = loop;
        this.nanos = nanos;
        this.silence = silence;
        this.watched = watched;
    }

    /** Over the answer to a call; only a stream has room for signs of life. */
    static Vigil over(Call call, Trial trial, Watched watched) {
        GatewayConfig.Settings settings = call.snapshot().settings();
        long keepAlive = call.question().framing() == Framing.UNARY ? 0 : settings.keepAliveMillis();
        Silence silence = new Silence(settings.timeouts(), keepAlive, trial.begun());
        return new Vigil(call.origin().loop(), trial::now, silence, watched);
    }

    /** Begins. */
    void begin() {
        schedule();
    }

    /** The provider sent something. */
    void received() {
        long now = nanos.getAsLong();
        boolean first = !silence.answered();
        silence.received(now);
        if (first) {
            lookSooner(now);
        }
    }

    /** The provider sent something, and it goes out to the caller. */
    void passed() {
        long now = nanos.getAsLong();
        silence.received(now);
        silence.sent(now);
    }

    /** The provider said its last word; only the first time counts. */
    void concluded() {
        if (!concluded) {
            concluded = true;
            silence.concluded();
            lookSooner(nanos.getAsLong());
        }
    }

    /** Ends. */
    void end() {
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void look() {
        if (over) {
            return;
        }
        switch (silence.due(nanos.getAsLong(), watched.canTakeSigns(), watched.waitsForTheCaller())) {
            case TOO_LATE -> {
                String how = silence.answered() ? "fell silent for " : "did not answer within ";
                watched.tooLate(how + silence.boundMillis() + " ms");
                return;
            }
            case KEEP_ALIVE -> {
                if (watched.signOfLife()) {
                    silence.sent(nanos.getAsLong());
                }
            }
            case NOTHING -> {}
        }
        if (!over) {
            schedule();
        }
    }

    private void schedule() {
        long now = nanos.getAsLong();
        long delay = silence.untilNext(now);
        looks = now + delay;
        timer = loop.schedule(this::look, delay, TimeUnit.NANOSECONDS);
    }

    /** A silence may be shorter than the wait for an answer, for which the timer was set. */
    private void lookSooner(long now) {
        if (timer != null && now + silence.untilNext(now) - looks < 0) {
            timer.cancel(false);
            schedule();
        }
    }

    /** What is watched over. */
    interface Watched {
        /** Whether the caller can get a sign of life now. */
        boolean canTakeSigns();

        /** Whether the provider is silent because the caller does not read. */
        boolean waitsForTheCaller();

        /** Gives the caller a sign of life; false when it is not possible now. */
        boolean signOfLife();

        /** The provider took too long; {@code how} says so in words that follow its name. */
        void tooLate(String how);
    }
}
