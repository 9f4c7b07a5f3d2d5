package io.ninerouter.gateway.limits;

import io.ninerouter.gateway.chat.Usage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one request holds of its caller's limits: a place until it {@link #leave leaves}, tokens and money until what it used is
 * {@link #settle known}. Both happen once, however often they are told. Used on the request's event loop.
 */
public final class Permit {
    /** Of a caller without limits. */
    public static final Permit FREE = new Permit(null, null);

    private final @Nullable LimitBoard board;
    private final @Nullable CallerAccount account;
    private final AtomicBoolean left = new AtomicBoolean();
    private final AtomicBoolean settled = new AtomicBoolean();
    private long bytes;
    private long tokens;
    private long money;
    private long period;

    Permit(@Nullable LimitBoard board, @Nullable CallerAccount account) {
        this.board = board;
        this.account = account;
    }

    /**
     * Takes tokens for a body.
     *
     * @return why it is refused; null = it is not
     */
    public @Nullable Refusal take(long bodyBytes) {
        if (account == null || board == null) {
            return null;
        }
        bytes = bodyBytes;
        long estimate = account.estimate(bodyBytes);
        Refusal refusal = account.take(estimate, board.now());
        if (refusal == null) {
            tokens = estimate;
        } else {
            board.refused(refusal);
        }
        return refusal;
    }

    /** Tokens that the request will need, as far as known. */
    public long inputEstimate() {
        return account == null ? 0 : account.estimate(bytes);
    }

    /** Tokens that its answer will need of those that the caller wants at most; null = it does not say. */
    public long outputEstimate(@Nullable Long most) {
        return account == null ? 0 : account.estimateOutput(most);
    }

    /**
     * Sets money aside; where there is none it waits a moment for some.
     *
     * @param cost what the request will cost, as far as known, 10⁻¹² USD
     * @param loop of the request; who waits is told there
     * @param told null = it is set aside, or nobody counts; told at once when nothing has to be waited for
     */
    public void reserve(long cost, ScheduledExecutorService loop, Consumer<@Nullable Refusal> told) {
        CallerAccount of = account;
        LimitBoard at = board;
        if (of == null || at == null || cost == 0) {
            told.accept(null);
            return;
        }
        long picoUsd = of.modest(cost);
        WaitingLine.Outcome got = of.reserve(picoUsd, at.now());
        Refusal refusal = got.refusal();
        if (refusal == null) {
            period = got.period();
            money = picoUsd;
            at.spent(of);
            told.accept(null);
        } else if (refusal.passing()) {
            await(picoUsd, refusal, loop, told, of, at);
        } else {
            at.refused(refusal);
            told.accept(refusal);
        }
    }

    private void await(
            long picoUsd,
            Refusal refusal,
            ScheduledExecutorService loop,
            Consumer<@Nullable Refusal> told,
            CallerAccount of,
            LimitBoard at) {
        WaitingLine.Waiter waiter = new WaitingLine.Waiter(picoUsd, refusal, loop, outcome -> {
            Refusal answer = outcome.refusal();
            if (answer != null) {
                at.refused(answer);
            } else if (settled.get()) {
                // The caller has left meanwhile.
                of.settle(outcome.period(), picoUsd, 0, at.now());
            } else {
                period = outcome.period();
                money = picoUsd;
            }
            told.accept(answer);
        });
        if (!of.awaitMoney(waiter)) {
            waiter.giveUp();
            return;
        }
        at.urgent();
        var _ = loop.schedule(
                () -> {
                    if (of.giveUpMoney(waiter)) {
                        waiter.giveUp();
                    }
                },
                refusal.patienceMillis(),
                TimeUnit.MILLISECONDS);
    }

    /**
     * What became of the request is known.
     *
     * @param usage of all its attempts; null = nothing was used, as far as known
     * @param picoUsd what is billed for it; null = nothing that has a price
     */
    public void settle(@Nullable Usage usage, @Nullable Long picoUsd) {
        if (account == null || board == null || settled.getAndSet(true)) {
            return;
        }
        long now = board.now();
        account.used(bytes, tokens, usage, now);
        account.settle(period, money, picoUsd == null ? 0 : picoUsd, now);
        board.spent(account);
    }

    /** It holds nothing: its request was not let in. */
    void refused() {
        left.set(true);
    }

    /** The request is over: its place is free. */
    public void leave() {
        if (account != null && !left.getAndSet(true)) {
            account.leave();
        }
    }

    /** How its caller stands now. */
    public Standing standing() {
        return account == null || board == null ? Standing.NONE : account.standing(board.now());
    }
}
