package io.ninerouter.gateway.routing;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.gateway.routing.RouteDecision.Forbidden;
import io.ninerouter.gateway.routing.RouteDecision.NoneUsable;
import io.ninerouter.gateway.routing.RouteDecision.Plan;
import io.ninerouter.gateway.routing.RouteDecision.Unknown;
import io.ninerouter.gateway.snapshot.Provider;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a request now, for people and tests: every target in order, and what is left out, why and until when.
 * Holds no secret.
 *
 * @param model the model string
 * @param status 200 when there is a plan; else what the caller would get
 * @param targets in the order in which they would be tried
 * @param skipped what would have been tried and is left alone
 * @param nearMatches names that could have been meant, when nothing has this one
 * @param retryAt RFC 3339: when the first of what is skipped may be tried again; null = not known, or there is a plan
 */
public record Explanation(
        String model,
        int status,
        List<Choice> targets,
        List<Omission> skipped,
        List<String> nearMatches,
        @Nullable String retryAt) {

    public Explanation {
        targets = List.copyOf(targets);
        skipped = List.copyOf(skipped);
        nearMatches = List.copyOf(nearMatches);
    }

    /**
     * Plans a request and says what the plan is. Conditions whose turns do not count leave no trace.
     *
     * @param losses what translation would lose on the way to a target
     */
    public static Explanation of(
            Snapshot snapshot, RouteRequest request, Conditions now, Function<Target, List<String>> losses) {
        return switch (RoutePlanner.plan(snapshot, request, now)) {
            case Plan plan ->
                new Explanation(
                        request.model(),
                        200,
                        plan.targets().stream()
                                .map(target -> choice(snapshot, request, now, plan, target, losses))
                                .distinct() // a provider's other addresses read the same
                                .toList(),
                        omissions(plan.skipped()),
                        List.of(),
                        null);
            case Unknown unknown ->
                new Explanation(request.model(), 404, List.of(), List.of(), unknown.nearMatches(), null);
            case Forbidden _ -> new Explanation(request.model(), 403, List.of(), List.of(), List.of(), null);
            case NoneUsable none ->
                new Explanation(
                        request.model(),
                        none.onlyLimits() ? 429 : 503,
                        List.of(),
                        omissions(none.skipped()),
                        List.of(),
                        moment(none.earliestRetryMillis()));
        };
    }

    private static Choice choice(
            Snapshot snapshot,
            RouteRequest request,
            Conditions now,
            Plan plan,
            Target target,
            Function<Target, List<String>> losses) {
        String lastResort = plan.reserve().stream()
                .filter(each -> each.target().equals(target.label()))
                .map(each -> each.reason().text())
                .findFirst()
                .orElse(null);
        Provider provider = target.provider();
        String connection = target.connection().name();
        PriceConfig price = snapshot.price(provider, target.model());
        BigDecimal cost = Cost.expected(price, request.needs());
        return new Choice(
                target.label(),
                target.dialect(),
                target.dialect() != request.dialect(),
                target.endpoint(),
                target.effort(),
                provider.edits(target.model(), target.dialect(), true).told(),
                losses.apply(target),
                lastResort,
                price,
                cost == null ? null : cost.toPlainString(),
                new Load(
                        now.health().inFlight(connection),
                        target.connection().config().maxConcurrentRequests(),
                        now.health().places(connection, now.nowMillis()),
                        now.health()
                                .firstTokenMillis(
                                        connection,
                                        target.model(),
                                        request.needs().streamed(),
                                        now.nowMillis())));
    }

    private static List<Omission> omissions(List<Skipped> skipped) {
        return skipped.stream()
                .map(each ->
                        new Omission(each.target(), each.reason(), each.reason().text(), moment(each.untilMillis())))
                .toList();
    }

    private static @Nullable String moment(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis).toString();
    }

    /**
     * A target that would be tried.
     *
     * @param target {@code provider/model/connection}
     * @param dialect what would be spoken
     * @param translated whether that is not the caller's own
     * @param endpoint where it would be asked: the provider's address, or scheme and host where it differs by account
     * @param effort how hard the model would think, where the name says so; else null
     * @param edits what the provider's data would change in the body, one line each, in order
     * @param losses what translation would leave out or say otherwise; empty when the request itself is not known
     * @param lastResort what speaks against it, so that it comes last; null = nothing
     * @param price USD per million tokens; null = not known
     * @param expectedCostUsd a decimal; null = not known
     */
    public record Choice(
            String target,
            Dialect dialect,
            boolean translated,
            String endpoint,
            @Nullable String effort,
            List<String> edits,
            List<String> losses,
            @Nullable String lastResort,
            @Nullable PriceConfig price,
            @Nullable String expectedCostUsd,
            Load load) {
        public Choice {
            edits = List.copyOf(edits);
            losses = List.copyOf(losses);
        }
    }

    /**
     * How busy and how fast an account is, as this replica sees it.
     *
     * @param limit 0 = none
     * @param narrowedTo requests at once that the provider was found to take; 0 = it did not say that it was too much
     * @param firstTokenMillis null = not measured (lately)
     */
    public record Load(
            int inFlight,
            int limit,
            int narrowedTo,
            @Nullable Double firstTokenMillis) {}

    /**
     * A target that would not be tried.
     *
     * @param reason for programs
     * @param text for people
     * @param until RFC 3339; null = not known
     */
    public record Omission(
            String target,
            Skipped.Reason reason,
            String text,
            @Nullable String until) {}
}
