package io.ninerouter.gateway.routing;

import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.Recovery;
import io.ninerouter.gateway.health.Cooldown;
import io.ninerouter.gateway.routing.NameResolver.Resolved;
import io.ninerouter.gateway.snapshot.Caller;
import io.ninerouter.gateway.snapshot.Connection;
import io.ninerouter.gateway.snapshot.Provider;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides where a request goes. Pure but for the turns that it takes. */
public final class RoutePlanner {
    /** How long a refused credential is left alone: its end says when it was refused. */
    private static final long REFUSAL_MILLIS = 600_000;

    /** For so long after its end a credential counts as being renewed. */
    private static final long RENEWAL_MILLIS = 20_000;

    private final Snapshot snapshot;
    private final RouteRequest request;
    private final Conditions now;
    private final Map<String, List<Connection>> orders = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final List<Target> narrowed = new ArrayList<>();
    private final List<Target> reserves = new ArrayList<>();
    private final List<Skipped> misfits = new ArrayList<>();
    private final MemberOrder memberOrder;
    private final Fit fit;
    private boolean choice;

    private RoutePlanner(Snapshot snapshot, RouteRequest request, Conditions now) {
        this.snapshot = snapshot;
        this.request = request;
        this.now = now;
        memberOrder = new MemberOrder(snapshot, request.needs(), now);
        fit = new Fit(request.needs());
    }

    /** Plans one request against one snapshot. */
    public static RouteDecision plan(Snapshot snapshot, RouteRequest request, Conditions now) {
        return new RoutePlanner(snapshot, request, now).plan();
    }

    private RouteDecision plan() {
        Resolved resolved = NameResolver.resolve(snapshot, request.model());
        if (resolved instanceof Resolved.Missing) {
            return new RouteDecision.Unknown(
                    request.model(), NearMatches.of(snapshot, request.caller(), request.model()));
        }
        collect(resolved, request.caller().mayUse(request.model()));
        targets.addAll(narrowed);
        targets.addAll(reserves);
        if (!targets.isEmpty()) {
            return new RouteDecision.Plan(targets, skipped, misfits, recovery(resolved));
        }
        boolean forbidden = skipped.stream().anyMatch(each -> each.reason() == Skipped.Reason.NOT_ALLOWED)
                && skipped.stream().allMatch(RoutePlanner::isNotThere);
        return forbidden
                ? new RouteDecision.Forbidden(request.model())
                : new RouteDecision.NoneUsable(request.model(), skipped);
    }

    /** What the outermost combo says holds for what is in it. */
    private static Recovery recovery(Resolved resolved) {
        return switch (resolved) {
            case Resolved.Alias alias -> recovery(alias.target());
            case Resolved.Combo combo -> combo.config().recovery();
            case Resolved.Model _, Resolved.Missing _ -> Recovery.FAIL;
        };
    }

    private static boolean isNotThere(Skipped each) {
        return each.reason() == Skipped.Reason.NOT_ALLOWED || each.reason() == Skipped.Reason.UNKNOWN_MODEL;
    }

    /**
     * Collects the targets of a name in order.
     *
     * @param allowed whether the caller may use a name on the way here
     */
    private void collect(Resolved resolved, boolean allowed) {
        switch (resolved) {
            case Resolved.Alias alias ->
                collect(alias.target(), allowed || request.caller().mayUse(alias.name()));
            case Resolved.Combo combo -> {
                choice = true;
                boolean here = allowed || request.caller().mayUse(combo.config().name());
                for (int index : memberOrder.of(combo)) {
                    collect(combo.members().get(index), here);
                }
            }
            case Resolved.Model model -> collect(model, allowed);
            case Resolved.Missing missing ->
                skipped.add(new Skipped(missing.name(), Skipped.Reason.UNKNOWN_MODEL, null));
        }
    }

    private void collect(Resolved.Model model, boolean allowed) {
        Provider provider = model.provider();
        if (!allowed && !allowedByAnyPrefix(request.caller(), model)) {
            skipped.add(new Skipped(provider.id() + '/' + model.id(), Skipped.Reason.NOT_ALLOWED, null));
            return;
        }
        List<Connection> connections = orders.get(provider.id());
        if (connections == null) {
            connections = AccountOrder.of(provider, snapshot.settings().accounts(), request.affinityKey(), now);
            orders.put(provider.id(), connections);
        }
        // Where nothing else is to choose from, a provider may judge for itself.
        Skipped.Reason misfit = choice ? fit.misfit(model) : null;
        for (Connection connection : AccountOrder.offeringFirst(connections, model.id())) {
            String label = Target.label(provider, model.id(), connection);
            if (seen.add(label)) {
                collect(model, connection, label, misfit);
            }
        }
    }

    /** Whether a caller may use a model by its full name, with the provider's id or any of its prefixes. */
    static boolean allowedByAnyPrefix(Caller caller, Resolved.Model model) {
        Provider provider = model.provider();
        return caller.mayUse(provider.id() + '/' + model.id())
                || provider.config().prefixes().stream().anyMatch(prefix -> caller.mayUse(prefix + '/' + model.id()));
    }

    private void collect(Resolved.Model model, Connection connection, String label, Skipped.@Nullable Reason misfit) {
        Credential credential = snapshot.credential(connection.name());
        Skipped reason = obstacle(model, connection, credential, label);
        if (reason != null) {
            skipped.add(reason);
            return;
        }
        Skipped.Reason against = misfit == null && isNarrowed(connection) ? Skipped.Reason.NARROWED : misfit;
        List<Target> fitting = against == null ? targets : misfit == null ? narrowed : reserves;
        Dialect dialect = model.provider().dialectFor(model.id(), request.dialect());
        boolean open = false;
        long until = Long.MAX_VALUE;
        for (Provider place : model.provider().everywhere(credential)) {
            Cooldown shut = now.health().shut(place.endpoint(connection, credential), now.nowMillis());
            if (shut == null) {
                fitting.add(new Target(place, connection, model.id(), dialect, credential, model.effort()));
                open = true;
            } else {
                until = Math.min(until, shut.untilMillis());
            }
        }
        if (!open) {
            skipped.add(new Skipped(label, Skipped.Reason.CIRCUIT_OPEN, until));
        } else if (against != null) {
            misfits.add(new Skipped(label, against, null));
        }
    }

    /** A hint: where nothing else is left such an account is asked all the same, for limits change. */
    private boolean isNarrowed(Connection connection) {
        int places = now.health().places(connection.name(), now.nowMillis());
        return places > 0 && now.health().inFlight(connection.name()) >= places;
    }

    /** What has ended is shown to nobody; where another is on its way it is worth to wait a moment, and not for longer. */
    private @Nullable Skipped renewed(
            Connection connection, @Nullable Credential credential, @Nullable Cooldown cooldown, String label) {
        Long end = endOf(credential);
        Long since = end == null ? refusedAt(cooldown) : end;
        if (since == null) {
            return null;
        }
        long until = since + RENEWAL_MILLIS;
        if (connection.config().renewed() && now.nowMillis() < until) {
            return new Skipped(label, Skipped.Reason.CREDENTIAL_RENEWED, until);
        }
        return end == null ? null : new Skipped(label, Skipped.Reason.CREDENTIAL_EXPIRED, null);
    }

    /** When it ended; null = it has not. */
    private @Nullable Long endOf(@Nullable Credential credential) {
        return credential == null || !credential.isOver(now.nowMillis()) ? null : credential.expiresAtMillis();
    }

    private static @Nullable Long refusedAt(@Nullable Cooldown cooldown) {
        return cooldown == null || cooldown.reason() != Cooldown.Reason.CREDENTIAL_REFUSED
                ? null
                : Long.valueOf(cooldown.untilMillis() - REFUSAL_MILLIS);
    }

    private @Nullable Skipped obstacle(
            Resolved.Model model, Connection connection, @Nullable Credential credential, String label) {
        if (!connection.allows(model.id())) {
            return new Skipped(label, Skipped.Reason.MODEL_NOT_OFFERED, null);
        }
        if (!fit.canGoOn(model)) {
            return new Skipped(label, Skipped.Reason.KEEPS_NO_ANSWERS, null);
        }
        if (!snapshot.equipped(connection)) {
            return new Skipped(label, Skipped.Reason.NO_CREDENTIAL, null);
        }
        Cooldown cooldown = now.health().cooling(connection.name(), model.id(), credential, now.nowMillis());
        Skipped renewed = renewed(connection, credential, cooldown, label);
        if (renewed != null) {
            return renewed;
        }
        if (cooldown != null) {
            return new Skipped(label, Skipped.Reason.of(cooldown.reason()), cooldown.untilMillis());
        }
        int limit = connection.config().maxConcurrentRequests();
        return limit > 0 && now.health().inFlight(connection.name()) >= limit
                ? new Skipped(label, Skipped.Reason.AT_CONCURRENCY_LIMIT, null)
                : null;
    }
}
