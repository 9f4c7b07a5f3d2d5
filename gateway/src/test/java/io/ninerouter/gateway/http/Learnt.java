package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Credential;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Fault.Locks;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.health.Cooldown;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.health.HealthBoard.Observation;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the gateway has learnt of accounts.
 *
 * @param since when the request began, epoch milliseconds
 */
record Learnt(RunningGateway gateway, long since) {
    private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);

    /** What is left alone of an account. */
    void of(String connection, String model, Locks locks) {
        Optional<Observation> told = observation(connection).filter(seen -> seen.lastErrorMillis() != null);
        assertThat(told.isPresent()).as("told: %s", told).isEqualTo(locks != Locks.NOTHING);
        switch (locks) {
            case NOTHING, NOTED -> isLocked(connection, model, null, 0, 0);
            case MODEL -> {
                isLocked(connection, model, Cooldown.Reason.RATE_LIMITED, 2_000, 2_500);
                isLocked(connection, "another", null, 0, 0);
            }
            case MODEL_LONG -> {
                isLocked(connection, model, Cooldown.Reason.MODEL_MISSING, 10 * MINUTE, 10 * MINUTE);
                isLocked(connection, "another", null, 0, 0);
            }
            case ACCOUNT -> isLocked(connection, "another", Cooldown.Reason.RATE_LIMITED, 2_000, 2_500);
            case ACCOUNT_LONG -> isLocked(connection, "another", null, 60 * MINUTE, 60 * MINUTE);
            case CREDENTIAL -> {
                isLocked(connection, "another", Cooldown.Reason.CREDENTIAL_REFUSED, 10 * MINUTE, 10 * MINUTE);
                assertThat(board().cooling(connection, model, Credential.apiKey("another"), since))
                        .isNull();
                assertThat(told.orElseThrow().refusedAtMillis()).isNotNull();
            }
        }
    }

    /** Nothing failed at an account; whether it answered well. */
    void nothingAgainst(String connection, boolean answered) {
        Optional<Observation> seen = observation(connection);
        assertThat(seen.map(Observation::lastErrorMillis)).isEmpty();
        assertThat(seen.map(Observation::lastSuccessMillis).isPresent()).isEqualTo(answered);
    }

    /**
     * How long a model at an account is left alone.
     *
     * @param reason null = any, or none when the bounds are 0
     * @param least of milliseconds from the failure
     * @param most of them
     */
    void isLocked(String connection, String model, Cooldown.Reason reason, long least, long most) {
        long now = System.currentTimeMillis();
        Cooldown cooldown = board().cooling(connection, model, credential(connection), now);
        if (most == 0) {
            assertThat(cooldown).isNull();
            return;
        }
        assertThat(cooldown).as("%s/%s", connection, model).isNotNull();
        assertThat(cooldown.untilMillis()).isBetween(since + least, now + most);
        if (reason != null) {
            assertThat(cooldown.reason()).isEqualTo(reason);
        }
    }

    /** The last error that is told of an account. */
    Optional<Observation> observation(String connection) {
        return board().observations().stream()
                .filter(seen -> seen.connection().equals(connection))
                .findFirst();
    }

    private static Credential credential(String connection) {
        return Credential.apiKey(Configs.credentialOf(connection));
    }

    private HealthBoard board() {
        return gateway.bean(HealthBoard.class);
    }
}
