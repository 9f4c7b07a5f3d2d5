package io.ninerouter.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.compile.World;
import io.ninerouter.operator.probe.Probed;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a status tells beside its conditions: the last error, and how many accounts serve. */
class StatusesTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String EARLY = "2026-06-01T10:00:00Z";
    private static final String LATE = "2026-06-01T11:00:00Z";

    /**
     * What replicas say, and what is told of it.
     *
     * @param valid status of the condition CredentialsValid
     * @param told status code of the error that stood there before; null = none
     * @param expected status code of the error that stands there then; null = none
     */
    private record Case(
            String name,
            String valid,
            @Nullable Integer told,
            List<ConnectionReport> reports,
            @Nullable Integer expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    @SuppressWarnings("unused") // Named by @FieldSource.
    private static final List<Case> CASES = List.of(
            new Case("nothing went wrong", "True", null, List.of(report(LATE, null, null, null)), null),
            new Case("a credential that is refused", "False", null, List.of(report(null, LATE, 401, LATE)), 401),
            new Case(
                    "a refused token that was renewed, before anything was asked with the new one",
                    "True",
                    401,
                    List.of(report(EARLY, LATE, 401, LATE)),
                    null),
            new Case("a refused key that was replaced", "Unknown", 403, List.of(report(null, LATE, 403, LATE)), null),
            new Case("a credential that was taken since", "True", 401, List.of(report(LATE, EARLY, 401, null)), null),
            new Case(
                    "a refusal by one replica, and another one's success with the same credential since",
                    "True",
                    null,
                    List.of(report(null, EARLY, 401, null), report(LATE, null, null, null)),
                    null),
            new Case(
                    "a model that the account may not use: no refusal of the credential",
                    "True",
                    null,
                    List.of(report(EARLY, LATE, 403, null)),
                    403),
            new Case(
                    "a fault of the provider, though it answers again",
                    "True",
                    null,
                    List.of(report(LATE, EARLY, 500, null)),
                    500),
            new Case(
                    "an older fault beside a newer refusal that is mended",
                    "True",
                    null,
                    List.of(report(null, EARLY, 502, null), report(null, LATE, 401, LATE)),
                    502),
            new Case("replicas that are gone, of a fault", "True", 500, List.of(), 500),
            new Case("replicas that are gone, of a refusal that holds", "False", 401, List.of(), 401),
            new Case("replicas that are gone, of a credential that is valid", "True", 401, List.of(), null));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CASES")
    void theLastErrorIsNoneThatIsMended(Case given) {
        ProviderConnection.LastError error = status(
                        given.told() == null
                                ? null
                                : new ProviderConnection.LastError(EARLY, given.told(), "what was told before"),
                        given)
                .lastError();

        assertThat(error == null ? null : error.status()).isEqualTo(given.expected());
    }

    @Test
    void accountsThatServeAreCountedAmongThoseThatAreAttached() {
        World world = World.with("openai", "anthropic", "gemini")
                .connection("off", "{provider: openai, active: false, auth: {apiKey: {secretRef: {name: openai}}}}")
                .connection("lost", "{provider: openai, auth: {apiKey: {secretRef: {name: nowhere}}}}");
        var connections = world.compile().connections().values();

        assertThat(Statuses.accounts(connections, Set.of(), NOW)).isEqualTo("3/5");
        assertThat(Statuses.accounts(connections, Set.of("gemini", "off", "gone"), NOW))
                .as("refused")
                .isEqualTo("2/5");
        assertThat(Statuses.accounts(List.of(), Set.of(), NOW)).isEqualTo("0/0");
    }

    private static ProviderConnection.Status status(ProviderConnection.@Nullable LastError told, Case given) {
        Condition condition = new Condition("CredentialsValid", given.valid(), 1L, EARLY, "Any", "any");
        ProviderConnection.Status before = told == null
                ? null
                : new ProviderConnection.Status(
                        1L, List.of(condition), null, null, null, List.of(), List.of(), told, null, null, null);
        return Statuses.connection(
                before,
                1,
                List.of(condition),
                given.reports(),
                List.of(),
                Probed.NOTHING,
                new Verdict.OfConnection(true, true),
                List.of(),
                null);
    }

    private static ConnectionReport report(
            @Nullable String success, @Nullable String error, @Nullable Integer status, @Nullable String refused) {
        return new ConnectionReport("a", success, error, status, error == null ? null : "what happened", refused);
    }
}
