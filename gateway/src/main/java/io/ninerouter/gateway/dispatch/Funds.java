package io.ninerouter.gateway.dispatch;

import io.ninerouter.config.PriceConfig;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.limits.Refusal;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.usage.Cost;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Sets the money of a call aside before anything is sent, where its caller has a budget. Where there is none left, those targets
 * are tried that cost nothing: subscriptions, and models whose price nobody knows. Stateless.
 */
final class Funds {
    private Funds() {}

    /**
     * Goes on with the targets that can be paid for.
     *
     * @param targets at least one
     */
    static Mono<Dispatched> pay(Call call, List<Target> targets, Function<List<Target>, Mono<Dispatched>> next) {
        if (call.caller().budget() == null) {
            return next.apply(targets);
        }
        long most = targets.stream()
                .mapToLong(target -> estimate(call, target))
                .max()
                .orElse(0);
        return Mono.<Optional<Refusal>>create(sink -> call.permit()
                        .reserve(most, call.origin().loop(), refusal -> sink.success(Optional.ofNullable(refusal))))
                .flatMap(refusal -> {
                    if (refusal.isEmpty()) {
                        return next.apply(targets);
                    }
                    List<Target> free = targets.stream()
                            .filter(target -> estimate(call, target) == 0)
                            .toList();
                    return free.isEmpty()
                            ? Mono.just(new Dispatched(
                                    new Answer.Refused(refusal.get().error()), null))
                            : next.apply(free);
                });
    }

    /** What an answer of a target will cost, as far as known; 0 = nothing that is billed. */
    private static long estimate(Call call, Target target) {
        PriceConfig price = target.price();
        if (price == null || target.connection().config().subscription()) {
            return 0;
        }
        boolean generates =
                call.question().action() == Action.GENERATE || call.question().action() == Action.COMPACT;
        long output = generates
                ? call.permit()
                        .outputEstimate(BodyNeeds.of(call.question(), call.body())
                                .content()
                                .maxOutputTokens())
                : 0;
        Cost cost = Cost.of(price, new Usage(call.permit().inputEstimate(), 0, 0, output, 0), true);
        // What only the answer will tell is not free: without money it is not asked for.
        return cost == null ? (price.reported() ? 1 : 0) : cost.picoUsd();
    }
}
