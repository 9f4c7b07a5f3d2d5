package io.ninerouter.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Credentials;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.EgressConfig;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.config.SecretText;
import io.ninerouter.egress.Egress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which way a connection's requests leave. */
class WaysTest {
    private static final EgressConfig ROUTER =
            new EgressConfig("http://all:1", null, List.of(), null, "_proxy", null, null);
    private static final EgressConfig OWN =
            new EgressConfig("http://own:1", null, List.of(), null, "_proxy.own", null, null);

    @Test
    void aConnectionWithoutAnythingSaidGoesTheUsualWay() {
        Snapshot snapshot = snapshot(null, Map.of(), connection("a", null));

        assertThat(snapshot.way(find(snapshot, "a"))).isSameAs(Egress.DEFAULT);
        assertThat(snapshot.ways()).isEmpty();
    }

    @Test
    void aConnectionsOwnWayStandsInPlaceOfTheRouters() {
        Snapshot snapshot = snapshot(
                ROUTER,
                Map.of("_proxy", login("one"), "_proxy.own", login("two")),
                connection("a", null),
                connection("b", null),
                connection("own", OWN));

        assertThat(snapshot.way(find(snapshot, "a")))
                .isEqualTo(new Egress(ROUTER, login("one"), null))
                .isSameAs(snapshot.way(find(snapshot, "b")));
        assertThat(snapshot.way(find(snapshot, "own"))).isEqualTo(new Egress(OWN, login("two"), null));
        assertThat(snapshot.ways()).hasSize(2);
        assertThat(snapshot.toString() + snapshot.ways()).doesNotContain("canary");
    }

    @Test
    void anotherPasswordIsAnotherWayWithoutAnotherConfiguration() {
        Snapshot before = snapshot(ROUTER, Map.of("_proxy", login("one")), connection("a", null));
        Snapshot after = before.with(new Credentials("2", Map.of("_proxy", login("two"))));
        Snapshot without = before.with(new Credentials("3", Map.of()));

        assertThat(after.way(find(after, "a"))).isNotEqualTo(before.way(find(before, "a")));
        assertThat(without.way(find(without, "a")).isIncomplete()).isTrue();
    }

    @Test
    void anAccountWithAWayOfItsOwnSharesItsBreakerWithNobody() {
        Snapshot snapshot =
                snapshot(ROUTER, Map.of(), connection("a", null), connection("b", null), connection("own", OWN));
        Provider provider = snapshot.provider("p");

        assertThat(provider.endpoint(find(snapshot, "a"), null))
                .isEqualTo(provider.endpoint(find(snapshot, "b"), null))
                .isNotEqualTo(provider.endpoint(find(snapshot, "own"), null));
    }

    private static Credential login(String password) {
        return new Credential(
                Credential.Kind.API_KEY,
                SecretText.of("canary-" + password),
                null,
                Map.of(EgressConfig.USERNAME, "canary-user"));
    }

    private static ConnectionConfig connection(String name, EgressConfig egress) {
        ConnectionConfig plain = new ConnectionConfig(name, "p", 0, 1, List.of(), 0, false);
        return egress == null ? plain : plain.with(egress);
    }

    private static Connection find(Snapshot snapshot, String name) {
        return snapshot.provider("p").connections().stream()
                .filter(connection -> connection.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Snapshot snapshot(
            EgressConfig router, Map<String, Credential> credentials, ConnectionConfig... connections) {
        ProviderConfig provider = new ProviderConfig(
                "p",
                List.of("p"),
                List.of(Dialect.OPENAI_CHAT),
                "https://p.example/v1",
                AuthScheme.BEARER,
                Map.of(),
                BodyEdits.NONE,
                List.of(),
                true);
        return Snapshot.compile(
                new GatewayConfig(
                        GatewayConfig.FORMAT,
                        "ai/main",
                        GatewayConfig.Settings.DEFAULT.with(router),
                        List.of(provider),
                        List.of(connections),
                        List.of(),
                        List.of(),
                        List.of()),
                new Credentials("1", credentials));
    }
}
