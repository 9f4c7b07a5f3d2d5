package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the limits and budgets of callers are parted among the replicas of one Router. The operator folds it from their
 * reports; it changes nothing in the configuration.
 *
 * @param replicas those that are live, in order of name
 * @param shares of callers whose requests do not come to all replicas alike, in order of caller; of any other caller each
 *     replica has the same part
 * @param budgets of callers that have spent something in this period, in order of caller
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Allotments(List<String> replicas, List<Shares> shares, List<Grants> budgets) {
    /** Most figures that shares are told in: about 300 KB before they are packed. */
    public static final int MAX_FIGURES = 30_000;

    /** Most callers whose budgets are parted. */
    public static final int MAX_BUDGETS = 5_000;

    /** Of a limit, in millionths: the whole. */
    public static final int WHOLE = 1_000_000;

    /** Nothing is known of any replica. */
    public static final Allotments NONE = new Allotments(List.of(), List.of(), List.of());

    public Allotments {
        replicas = Copies.list(replicas);
        shares = Copies.list(shares);
        budgets = Copies.list(budgets);
    }

    /**
     * The shares of one caller, each list by replica.
     *
     * @param requests millionths of its requests a minute, together at most {@link #WHOLE}; empty = all alike
     * @param tokens the same of tokens
     * @param concurrent places, together at most its limit
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Shares(String caller, List<Integer> requests, List<Integer> tokens, List<Integer> concurrent) {
        public Shares {
            Checks.text("caller", caller);
            requests = Copies.list(requests);
            tokens = Copies.list(tokens);
            concurrent = Copies.list(concurrent);
        }
    }

    /**
     * How one budget is handed out in one period. Amounts are 10⁻¹² USD.
     *
     * @param period when it began, epoch milliseconds
     * @param settled what replicas that are gone have spent
     * @param lacking the least that was asked for and could not be given; 0 = nothing
     * @param paused whether too little is left for what was asked: it goes on in the next period
     * @param grants in order of replica and start
     */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public record Grants(String caller, long period, long settled, long lacking, boolean paused, List<Grant> grants) {
        public Grants {
            Checks.text("caller", caller);
            Checks.atLeast("settled", settled, 0);
            Checks.atLeast("lacking", lacking, 0);
            grants = Copies.list(grants);
        }

        /** What a process was granted since the period began; 0 = nothing yet. */
        public long of(String replica, long since) {
            for (Grant grant : grants) {
                if (grant.replica().equals(replica) && grant.since() == since) {
                    return grant.granted();
                }
            }
            return 0;
        }
    }

    /**
     * What one process was granted.
     *
     * @param since when it started, epoch milliseconds: another process of the same name has nothing of it
     * @param granted since the period began; only grows, so that it may be told twice, or not at all, without harm
     * @param ended what it has spent of it in the end; null while the process may tell more. It stands here before the
     *     process's report is deleted, so that another operator knows it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Grant(
            String replica,
            long since,
            long granted,
            @Nullable Long ended) {
        public Grant {
            Checks.text("replica", replica);
            Checks.atLeast("granted", granted, 0);
        }

        /** Of a process that runs. */
        public Grant(String replica, long since, long granted) {
            this(replica, since, granted, null);
        }
    }

    /** The shares of a caller; null when all replicas have the same part. */
    public @Nullable Shares sharesOf(String caller) {
        for (Shares one : shares) {
            if (one.caller().equals(caller)) {
                return one;
            }
        }
        return null;
    }

    /** The grants of a caller; null when there are none. */
    public @Nullable Grants grantsOf(String caller) {
        for (Grants one : budgets) {
            if (one.caller().equals(caller)) {
                return one;
            }
        }
        return null;
    }
}
