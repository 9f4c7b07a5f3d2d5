package io.ninerouter.gateway.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.ninerouter.config.Credential;
import io.ninerouter.gateway.health.Cooldown;
import io.ninerouter.gateway.health.Health;
import io.ninerouter.gateway.snapshot.Connection;
import io.ninerouter.gateway.snapshot.Provider;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a replica stands at the moment of a scrape. Thread-safe.
 *
 * <ul>
 *   <li>{@code ninerouter.accounts}, by provider and by what a request would find: {@code usable}, {@code cooling}, {@code
 *       refused}, {@code unequipped}. Their sum is the number of connections.
 *   <li>{@code ninerouter.accounts.narrowed}, by provider: those that take fewer requests at once than they were sent, beyond
 *       which others are asked first.
 *   <li>{@code ninerouter.config.not.understood}: objects of the configuration in use that this release cannot serve as
 *       published.
 *   <li>{@code ninerouter.requests.in.flight.limit}: requests beyond it are refused.
 *   <li>{@code ninerouter.config.rejected}: 1 while a newer configuration could not be read.
 * </ul>
 */
public final class StandMeters {
    /** Of no model: what is asked for is the account as a whole. */
    private static final String NO_MODEL = "";

    private final MeterRegistry registry;
    private final Health health;
    private final Supplier<@Nullable Snapshot> snapshots;
    private final LongSupplier nowMillis;
    private final MultiGauge accounts;
    private final MultiGauge narrowed;

    /** Registers the meters that are always there. */
    public StandMeters(
            MeterRegistry registry, Health health, Supplier<@Nullable Snapshot> snapshots, LongSupplier nowMillis) {
        this.registry = registry;
        this.health = health;
        this.snapshots = snapshots;
        this.nowMillis = nowMillis;
        accounts = MultiGauge.builder("ninerouter.accounts")
                .description("Connections of a provider, by what a request would find")
                .register(registry);
        narrowed = MultiGauge.builder("ninerouter.accounts.narrowed")
                .description("Connections of a provider that take fewer requests at once than they were sent")
                .register(registry);
        Gauge.builder("ninerouter.config.not.understood", this, StandMeters::notUnderstood)
                .description("Objects of the configuration in use that this release cannot serve as published")
                .strongReference(true)
                .register(registry);
        Gauge.builder("ninerouter.requests.in.flight.limit", this, StandMeters::limit)
                .description("Requests that are served at once; more are refused")
                .strongReference(true)
                .register(registry);
    }

    /** Tells whether a newer configuration could not be read. */
    public void rejections(BooleanSupplier rejects) {
        Gauge.builder("ninerouter.config.rejected", () -> rejects.getAsBoolean() ? 1 : 0)
                .description("1 = a newer configuration could not be read; the one before is served")
                .register(registry);
    }

    /** A configuration is in use from now on. */
    public void configured(Snapshot snapshot) {
        accounts.register(
                snapshot.providers().stream()
                        .filter(provider -> !provider.connections().isEmpty())
                        .flatMap(provider -> Arrays.stream(State.values()).map(state -> row(snapshot, provider, state)))
                        .toList(),
                true);
        narrowed.register(
                snapshot.providers().stream()
                        .filter(provider -> !provider.connections().isEmpty())
                        .map(this::narrowed)
                        .toList(),
                true);
    }

    private Row<?> narrowed(Provider provider) {
        return Row.of(
                Tags.of("gen_ai.provider.name", provider.id()),
                () -> provider.connections().stream()
                        .filter(connection -> health.places(connection.name(), nowMillis.getAsLong()) > 0)
                        .count());
    }

    private double notUnderstood() {
        Snapshot now = snapshots.get();
        return now == null ? Double.NaN : now.notUnderstood().size();
    }

    private Row<?> row(Snapshot snapshot, Provider provider, State state) {
        Tags tags = Tags.of(
                "gen_ai.provider.name", provider.id(), "state", state.name().toLowerCase(Locale.ROOT));
        return Row.of(
                tags,
                () -> provider.connections().stream()
                        .filter(connection -> state(snapshot, provider, connection) == state)
                        .count());
    }

    private State state(Snapshot snapshot, Provider provider, Connection connection) {
        if (!snapshot.equipped(connection)) {
            return State.UNEQUIPPED;
        }
        long now = nowMillis.getAsLong();
        Credential credential = snapshot.credential(connection.name());
        Cooldown cooldown = health.cooling(connection.name(), NO_MODEL, credential, now);
        if (cooldown != null) {
            return cooldown.reason() == Cooldown.Reason.CREDENTIAL_REFUSED ? State.REFUSED : State.COOLING;
        }
        boolean shut = health.shut(provider.endpoint(connection, credential), now) != null;
        return shut || everyModelCools(snapshot, provider, connection, now) ? State.COOLING : State.USABLE;
    }

    private boolean everyModelCools(Snapshot snapshot, Provider provider, Connection connection, long now) {
        Credential credential = snapshot.credential(connection.name());
        boolean any = false;
        for (String model : provider.models().keySet()) {
            if (connection.allows(model)) {
                any = true;
                if (health.cooling(connection.name(), model, credential, now) == null) {
                    return false;
                }
            }
        }
        return any;
    }

    private double limit() {
        Snapshot now = snapshots.get();
        return now == null ? Double.NaN : now.settings().limits().maxInFlightRequests();
    }

    private enum State {
        USABLE,
        COOLING,
        REFUSED,
        UNEQUIPPED
    }
}
