package io.ninerouter.gateway.routing;

import io.ninerouter.config.AccountStrategy;
import io.ninerouter.config.GatewayConfig.Accounts;
import io.ninerouter.gateway.snapshot.Connection;
import io.ninerouter.gateway.snapshot.Provider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order in which the connections of a provider are tried: by priority, and by the strategy among those that share one.
 *
 * <p>FillFirst: by name; a session stays because every request goes to the first. RoundRobin and LeastUsed: with a session,
 * and affinity switched on, by rendezvous hashing of the session, weights respected: the same on every replica, and when an
 * account goes only its own sessions move. An account that has nearly used up a window goes behind the others of its priority.
 */
final class AccountOrder {
    private AccountOrder() {}

    static List<Connection> of(Provider provider, Accounts accounts, @Nullable String affinityKey, Conditions now) {
        return nearlySpentLast(strategic(provider, accounts, affinityKey, now), now);
    }

    private static List<Connection> strategic(
            Provider provider, Accounts accounts, @Nullable String affinityKey, Conditions now) {
        List<Connection> all = provider.connections();
        if (all.size() == 1 || accounts.strategy() == AccountStrategy.FILL_FIRST) {
            return all;
        }
        boolean inTurn = accounts.strategy() == AccountStrategy.ROUND_ROBIN
                && (affinityKey == null || !accounts.sessionAffinity());
        long turn = inTurn ? now.turns().take("provider:" + provider.id()) : 0;
        List<Connection> ordered = new ArrayList<>(all.size());
        for (int from = 0; from < all.size(); ) {
            int to = from;
            while (to < all.size()
                    && all.get(to).config().priority() == all.get(from).config().priority()) {
                to++;
            }
            ordered.addAll(group(all.subList(from, to), accounts, affinityKey, turn, now));
            from = to;
        }
        return ordered;
    }

    /** Among those of one priority; usually none is, so that nothing is copied. */
    private static List<Connection> nearlySpentLast(List<Connection> ordered, Conditions now) {
        boolean any = false;
        for (int i = 0; i < ordered.size() && !any && ordered.size() > 1; i++) {
            any = now.health().nearlySpent(ordered.get(i).name(), now.nowMillis());
        }
        if (!any) {
            return ordered;
        }
        // A stable sort; looked up once each, for a sort must not see a window end.
        record Place(Connection connection, int priority, boolean behind) {}
        return ordered.stream()
                .map(each -> new Place(
                        each, each.config().priority(), now.health().nearlySpent(each.name(), now.nowMillis())))
                .sorted(Comparator.comparingInt(Place::priority).thenComparing(Place::behind))
                .map(Place::connection)
                .toList();
    }

    /** Lists lie: an account whose list lacks the model is tried when no other is left. Usually none does, and nothing is copied. */
    static List<Connection> offeringFirst(List<Connection> ordered, String model) {
        boolean all = true;
        for (int i = 0; i < ordered.size() && all && ordered.size() > 1; i++) {
            all = ordered.get(i).offers(model);
        }
        return all
                ? ordered
                : ordered.stream()
                        .sorted(Comparator.comparing(connection -> !connection.offers(model)))
                        .toList();
    }

    private static List<Connection> group(
            List<Connection> group, Accounts accounts, @Nullable String affinityKey, long turn, Conditions now) {
        if (affinityKey != null && accounts.sessionAffinity()) {
            long session = Order.hash(affinityKey);
            return Order.drawn(
                    group,
                    each -> Order.hash(each.name()),
                    each -> each.config().weight(),
                    session);
        }
        return switch (accounts.strategy()) {
            case FILL_FIRST -> group;
            case ROUND_ROBIN -> Order.roundRobin(group, each -> each.config().weight(), turn, accounts.stickyLimit());
            case LEAST_USED -> leastUsed(group, now);
        };
    }

    private static List<Connection> leastUsed(List<Connection> group, Conditions now) {
        // Read once each: counts move while a sort compares.
        record Load(Connection connection, double load) {}
        return group.stream()
                .map(each -> new Load(
                        each,
                        (double) now.health().inFlight(each.name())
                                / each.config().weight()))
                .sorted(Comparator.comparingDouble(Load::load))
                .map(Load::connection)
                .toList();
    }
}
