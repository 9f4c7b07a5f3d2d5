package io.ninerouter.gateway.dispatch;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.ninerouter.config.Credential;
import io.ninerouter.gateway.health.Fault;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.snapshot.Newest;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Waits for credentials that are being renewed: the operator hears of a refusal at once, and the next token comes in a second
 * or two. Nothing is blocked, and the caller gets signs of life meanwhile. Thread-safe.
 */
final class Renewals {
    /** The longest that a call waits. */
    static final long PATIENCE_MILLIS = 10_000;

    private final Newest latest;

    Renewals(Newest latest) {
        this.latest = latest;
    }

    /** The targets of those tried whose token was refused and has been replaced, with the new one; empty when none has come. */
    Mono<List<Target>> renewed(Call call, Attempts.Attempted done, Time time) {
        List<Target> refused = done.tried().stream()
                .filter(one -> one.outcome().fault() == Fault.CREDENTIAL_REFUSED)
                .map(Tried::target)
                .filter(target -> target.connection().config().renewed())
                .toList();
        return refused.isEmpty()
                ? Mono.empty()
                : await(
                        call,
                        now -> {
                            List<Target> next = refused.stream()
                                    .flatMap(target -> renewed(target, now, time).stream())
                                    .toList();
                            return next.isEmpty() ? null : next;
                        },
                        () -> Attempts.discard(done.answer()));
    }

    private static List<Target> renewed(Target target, Snapshot now, Time time) {
        Credential credential = now.credential(target.connection().name());
        return credential == null
                        || credential.equals(target.credential())
                        || credential.isOver(time.millis().getAsLong())
                ? List.of()
                : List.of(target.with(credential));
    }

    /**
     * Waits until the newest snapshot has something.
     *
     * @param found null = not yet; called on the call's event loop
     * @param left what happens when the caller leaves meanwhile
     * @return at most one, on that loop; empty when it does not come in time
     */
    <T> Mono<T> await(Call call, Function<Snapshot, @Nullable T> found, Runnable left) {
        return Mono.create(sink -> {
            sink.onCancel(left::run);
            new Wait<>(call.origin().loop(), sink, found).begin();
        });
    }

    private final class Wait<T> {
        private final EventLoop loop;
        private final MonoSink<T> sink;
        private final Function<Snapshot, @Nullable T> found;
        private Runnable end = () -> {};
        private @Nullable ScheduledFuture<?> timer;
        private boolean over;

        Wait(EventLoop loop, MonoSink<T> sink, Function<Snapshot, @Nullable T> found) {
            this.loop = loop;
            this.sink = sink;
            this.found = found;
        }

        void begin() {
            end = latest.onChange(() -> loop.execute(this::look));
            timer = loop.schedule(this::tooLate, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            sink.onDispose(this::stop);
            look();
        }

        private void look() {
            Snapshot now = over ? null : latest.get();
            T value = now == null ? null : found.apply(now);
            if (value != null) {
                stop();
                sink.success(value);
            }
        }

        private void tooLate() {
            if (!over) {
                stop();
                sink.success();
            }
        }

        private void stop() {
            over = true;
            end.run();
            if (timer != null) {
                timer.cancel(false);
            }
        }
    }
}
