package io.ninerouter.gateway.limits;

import io.ninerouter.config.Allotments;
import io.ninerouter.config.Allotments.Grants;
import io.ninerouter.config.Allotments.Shares;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one replica may use of every caller's limits. Until the operator has said anything, that is a cautious part; of a
 * caller that it names, what it says; of any other, as much as every other replica has. Immutable.
 */
final class Portions {
    /** Of a limit, where it is not known how many replicas there are. */
    private static final int CAUTIOUS = 4;

    private final String replica;
    private final long since;
    private final int replicas;
    private final int place;
    private final Map<String, Shares> shares = new HashMap<>();
    private final Map<String, Grants> budgets = new HashMap<>();

    private Portions(String replica, long since, Allotments allotments) {
        this.replica = replica;
        this.since = since;
        this.place = allotments.replicas().indexOf(replica);
        int known = allotments.replicas().size();
        this.replicas = known == 0 ? CAUTIOUS : place < 0 ? known + 1 : known;
        allotments.shares().forEach(one -> shares.put(one.caller(), one));
        allotments.budgets().forEach(one -> budgets.put(one.caller(), one));
    }

    /**
     * Those of one process.
     *
     * @param since when it started, epoch milliseconds
     */
    static Portions of(String replica, long since, Allotments allotments) {
        return new Portions(replica, since, allotments);
    }

    /** The only replica that there is: without an operator, nobody else shares. */
    static Portions alone() {
        return new Portions("", 0, new Allotments(List.of(""), List.of(), List.of()));
    }

    double requests(String caller, long limit) {
        Shares own = shares.get(caller);
        return limit * part(own == null ? List.of() : own.requests());
    }

    double tokens(String caller, long limit) {
        Shares own = shares.get(caller);
        return limit * part(own == null ? List.of() : own.tokens());
    }

    /** Places of a caller; where there are fewer than replicas, some have none. */
    int concurrent(String caller, int limit) {
        Shares own = shares.get(caller);
        if (own != null && place >= 0 && place < own.concurrent().size()) {
            return Math.min(limit, own.concurrent().get(place));
        }
        int rest = limit % replicas;
        boolean one = place < 0 ? replicas == CAUTIOUS && limit < CAUTIOUS : place < rest;
        return limit / replicas + (one ? 1 : 0);
    }

    /** How a caller's budget is handed out; null = nobody has asked for any of it. */
    @Nullable
    Grants grants(String caller) {
        return budgets.get(caller);
    }

    /** What this process was granted. */
    long granted(Grants grants) {
        return grants.of(replica, since);
    }

    /** Whether others may have a part. */
    boolean shared() {
        return replicas > 1;
    }

    private double part(List<Integer> millionths) {
        return place >= 0 && place < millionths.size()
                ? millionths.get(place) / (double) Allotments.WHOLE
                : 1.0 / replicas;
    }
}
