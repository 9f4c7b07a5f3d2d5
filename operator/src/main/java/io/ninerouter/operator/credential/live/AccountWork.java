package io.ninerouter.operator.credential.live;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.credential.Answer;
import io.ninerouter.operator.credential.Keeping;
import io.ninerouter.operator.credential.Keeping.Effect;
import io.ninerouter.operator.credential.Stored;
import io.ninerouter.operator.credential.live.Keeper.Kept;
import io.ninerouter.operator.credential.live.Keeper.Workshop;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The work on one account: does one thing after the other, on a thread that lives as long as there is something to do. */
final class AccountWork {
    private static final Logger LOG = LoggerFactory.getLogger(AccountWork.class);

    private final Workshop workshop;
    private final ObjectRef connection;
    private final Runnable changed;
    private final Keeping keeping;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Kept kept;
    private boolean leading;
    private boolean resigned;
    private boolean running;
    private boolean again;
    private @Nullable Future<?> timer;
    private @Nullable String trouble;

    /** Why its Secret is not read: it belongs to something else. */
    private @Nullable String foreign;

    AccountWork(Workshop workshop, ObjectRef connection, Kept kept, Runnable changed) {
        this.workshop = workshop;
        this.connection = connection;
        this.kept = kept;
        this.changed = changed;
        this.keeping = new Keeping(kept.wanted(), new SecureRandom());
    }

    /** Whether it is the same account: the same object with the same Secret. */
    synchronized boolean isFor(Kept other) {
        return kept.secret().equals(other.secret())
                && kept.owner().getUid().equals(other.owner().getUid());
    }

    synchronized void want(Kept next) {
        boolean same = kept.equals(next);
        boolean touched = !kept.version().equals(next.version());
        kept = next;
        if (same) {
            return;
        }
        keeping.want(next.wanted());
        if (touched) {
            keeping.stale();
        }
        go();
    }

    synchronized @Nullable String trouble() {
        return trouble;
    }

    synchronized void lead() {
        leading = true;
        go();
    }

    synchronized void resign() {
        resigned = true;
        keeping.resign();
        if (!running && !keeping.holds()) {
            ended.countDown();
        }
        go();
    }

    /** Whether it was resigned and nothing is under way any more. */
    boolean isOver() {
        return ended.getCount() == 0;
    }

    /** Waits until nothing is under way that must be written, or the time is over. */
    void awaitEnd(long nanos) {
        try {
            if (!ended.await(nanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                LOG.error("not written at the end: connection={}", connection);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void go() {
        again = true;
        if (running || !leading) {
            return;
        }
        cancelTimer();
        running = true;
        try {
            workshop.threads().execute(this::run);
        } catch (RejectedExecutionException e) {
            running = false;
        }
    }

    private void run() {
        try {
            while (true) {
                Effect effect;
                synchronized (this) {
                    again = false;
                    effect = keeping.next(workshop.clock().instant());
                }
                if (!(effect instanceof Effect.Rest rest)) {
                    carryOut(effect);
                    tell();
                } else if (rested(rest.until())) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped();
        } catch (RuntimeException e) {
            // Never expected: the account is looked at again, rather than never.
            LOG.error("keeping an account failed: connection={}", connection, e);
            synchronized (this) {
                running = false;
                keeping.broken(workshop.clock().instant());
                sleepUntil(workshop.clock().instant().plusSeconds(30));
            }
        }
    }

    private synchronized void stopped() {
        running = false;
        ended.countDown();
    }

    private void carryOut(Effect effect) throws InterruptedException {
        TokenVault.Place place;
        Kept now;
        synchronized (this) {
            now = kept;
            place = new TokenVault.Place(connection.namespace(), kept.secret(), kept.owner(), kept.mine());
        }
        switch (effect) {
            case Effect.Call call -> {
                Answer answer = workshop.calls().call(call.ask(), now.way());
                LOG.info(
                        "asked: connection={}/{} what={} answer={}",
                        connection.namespace(),
                        connection.name(),
                        call.ask(),
                        answer);
                synchronized (this) {
                    keeping.answered(answer, workshop.clock().instant());
                }
            }
            case Effect.Read _ -> read(place);
            case Effect.Write write -> write(place, write);
            case Effect.Rest _ -> throw new IllegalStateException("rest is not carried out");
        }
    }

    private void read(TokenVault.Place place) {
        try {
            Stored stored = workshop.vault().read(place);
            synchronized (this) {
                foreign = null;
                keeping.read(stored);
            }
        } catch (KubernetesClientException e) {
            broken("read", e.getCode());
        } catch (TokenVault.ForeignSecretException e) {
            synchronized (this) {
                keeping.broken(workshop.clock().instant());
                foreign = e.getMessage();
            }
        }
    }

    private void write(TokenVault.Place place, Effect.Write write) {
        try {
            Stored written = workshop.vault().write(place, write.base(), write.change());
            synchronized (this) {
                if (written == null) {
                    keeping.outdated();
                } else {
                    LOG.info(
                            "wrote: connection={}/{} what={}",
                            connection.namespace(),
                            connection.name(),
                            write.change());
                    keeping.wrote(written);
                }
            }
        } catch (KubernetesClientException e) {
            broken("written", e.getCode());
        }
    }

    private synchronized void broken(String what, int status) {
        LOG.warn("secret of an account not {}, trying again: connection={} status={}", what, connection, status);
        keeping.broken(workshop.clock().instant());
    }

    private void tell() {
        boolean news;
        synchronized (this) {
            String next = foreign == null ? keeping.trouble() : foreign;
            news = !Objects.equals(next, trouble);
            trouble = next;
        }
        if (news) {
            changed.run();
        }
    }

    /** True when there is nothing to do now: the timer, or a change, goes on. */
    private synchronized boolean rested(@Nullable Instant until) {
        if (again) {
            return false;
        }
        running = false;
        if (resigned && !keeping.holds()) {
            ended.countDown();
        } else {
            sleepUntil(until);
        }
        return true;
    }

    private void sleepUntil(@Nullable Instant until) {
        cancelTimer();
        if (until != null) {
            long millis = Math.max(
                    1, Duration.between(workshop.clock().instant(), until).toMillis() + 1);
            try {
                timer = workshop.timer().schedule(this::wake, millis, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // The operator stops: there is no later.
                ended.countDown();
            }
        }
    }

    private synchronized void wake() {
        go();
    }

    private void cancelTimer() {
        Future<?> waiting = timer;
        if (waiting != null) {
            waiting.cancel(false);
            timer = null;
        }
    }
}
