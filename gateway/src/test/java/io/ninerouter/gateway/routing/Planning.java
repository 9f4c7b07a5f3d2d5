package io.ninerouter.gateway.routing;

import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.health.Health;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.health.HealthBoard.Attempt;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.snapshot.Caller;
import io.ninerouter.gateway.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/** What tests of the planner share: accounts with a history, and plans as text. */
class Planning {
    static final long NOW = 1_000_000;

    final HealthBoard board = new HealthBoard();
    final TurnCounter turns = new TurnCounter();
    long seed;

    void fail(String connection, int status, @Nullable Long delay) {
        Attempt attempt = new Attempt("endpoint", connection, "m", Credential.apiKey("sk-" + connection));
        board.record(attempt, new Outcome.Refused(status, delay, "no"), NOW, 0);
    }

    RouteDecision plan(World world, Caller caller, String model, @Nullable String session) {
        RouteRequest request = new RouteRequest(caller, model, Dialect.OPENAI_CHAT, session);
        return RoutePlanner.plan(world.snapshot(), request, now(board));
    }

    String targets(World world, String model) {
        return targets(world, model, (String) null);
    }

    String targets(World world, String model, @Nullable String session) {
        return targets(world.snapshot(), model, session, board);
    }

    String targets(Snapshot snapshot, String model, @Nullable String session, Health health) {
        RouteRequest request = new RouteRequest(World.caller(), model, Dialect.OPENAI_CHAT, session);
        return describe(RoutePlanner.plan(snapshot, request, now(health)));
    }

    String targets(World world, String model, Needs needs) {
        RouteRequest request = new RouteRequest(World.caller(), model, Dialect.OPENAI_CHAT, null, needs);
        return describe(RoutePlanner.plan(world.snapshot(), request, now(board)));
    }

    Conditions now(Health health) {
        return new Conditions(health, turns, seed, NOW);
    }

    static String describe(RouteDecision decision) {
        return switch (decision) {
            case RouteDecision.Plan plan ->
                String.join(" ", plan.targets().stream().map(Target::label).toList());
            case RouteDecision.Unknown _ -> "unknown";
            case RouteDecision.Forbidden _ -> "forbidden";
            case RouteDecision.NoneUsable _ -> "none usable";
        };
    }
}
