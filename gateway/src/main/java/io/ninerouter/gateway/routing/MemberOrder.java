package io.ninerouter.gateway.routing;

import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ComboConfig.Member;
import io.ninerouter.config.ComboStrategy;
import io.ninerouter.gateway.routing.NameResolver.Resolved;
import io.ninerouter.gateway.snapshot.Connection;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The order in which the members of a combo are tried. LowestCost: by expected cost, unknown prices last. LowestLatency: by
 * the time to the first token, what was not measured (lately) first, so that it is. Equal ones stay as listed. A member that
 * is a combo itself counts as its first member, or as its best one where it has the same strategy.
 */
final class MemberOrder {
    private final Snapshot snapshot;
    private final Needs needs;
    private final Conditions now;

    MemberOrder(Snapshot snapshot, Needs needs, Conditions now) {
        this.snapshot = snapshot;
        this.needs = needs;
        this.now = now;
    }

    /** Indexes of members. */
    List<Integer> of(Resolved.Combo resolved) {
        ComboConfig combo = resolved.config();
        List<Member> members = combo.members();
        List<Integer> indexes = IntStream.range(0, members.size()).boxed().toList();
        return switch (combo.strategy()) {
            case FALLBACK -> indexes;
            case ROUND_ROBIN ->
                Order.roundRobin(indexes, index -> 1, now.turns().take("combo:" + combo.name()), combo.stickyLimit());
            case WEIGHTED ->
                Order.drawn(indexes, index -> index, index -> members.get(index).weight(), now.seed());
            case LOWEST_COST ->
                ranked(resolved, this::cost, Comparator.nullsLast(Comparator.<BigDecimal>naturalOrder()));
            case LOWEST_LATENCY ->
                ranked(resolved, this::latency, Comparator.nullsFirst(Comparator.<Double>naturalOrder()));
        };
    }

    private static <R> List<Integer> ranked(
            Resolved.Combo combo, Function<Resolved.Model, @Nullable R> rank, Comparator<@Nullable R> by) {
        record Ranked<R>(int index, @Nullable R rank) {}
        List<Ranked<R>> members = new ArrayList<>(combo.members().size());
        for (int i = 0; i < combo.members().size(); i++) {
            members.add(
                    new Ranked<>(i, rank(combo.members().get(i), combo.config().strategy(), rank, by)));
        }
        // Read once each: what is measured moves while a sort compares.
        members.sort((one, other) -> by.compare(one.rank(), other.rank()));
        return members.stream().map(Ranked::index).toList();
    }

    private static <R> @Nullable R rank(
            Resolved member,
            ComboStrategy strategy,
            Function<Resolved.Model, @Nullable R> rank,
            Comparator<@Nullable R> by) {
        return switch (member) {
            case Resolved.Model model -> rank.apply(model);
            case Resolved.Alias alias -> rank(alias.target(), strategy, rank, by);
            case Resolved.Missing _ -> null;
            case Resolved.Combo combo -> {
                R best = rank(combo.members().getFirst(), strategy, rank, by);
                for (Resolved each : combo.config().strategy() == strategy ? combo.members() : List.<Resolved>of()) {
                    R other = rank(each, strategy, rank, by);
                    best = by.compare(other, best) < 0 ? other : best;
                }
                yield best;
            }
        };
    }

    private @Nullable BigDecimal cost(Resolved.Model model) {
        return Cost.expected(snapshot.price(model.provider(), model.id()), needs);
    }

    /** The fastest account's; null when none was measured. */
    private @Nullable Double latency(Resolved.Model model) {
        Double best = null;
        for (Connection connection : model.provider().connections()) {
            Double mean =
                    now.health().firstTokenMillis(connection.name(), model.id(), needs.streamed(), now.nowMillis());
            best = best == null || (mean != null && mean < best) ? mean : best;
        }
        return best;
    }
}
