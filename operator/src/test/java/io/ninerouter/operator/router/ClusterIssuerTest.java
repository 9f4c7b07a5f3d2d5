package io.ninerouter.operator.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.ninerouter.operator.compile.Identities.Issuer;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who signs the cluster's tokens: what is read, what is kept, how often is asked. */
@EnableKubernetesMockClient(https = false)
class ClusterIssuerTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final String DISCOVERY = "{\"issuer\":\"https://cluster\",\"jwks_uri\":\"https://10.0.0.1/jwks\"}";
    private static final String RSA =
            "{\"kty\":\"RSA\",\"kid\":\"a\",\"use\":\"sig\",\"alg\":\"RS256\",\"n\":\"bg\",\"e\":\"AQAB\"}";
    private static final String EC = "{\"kty\":\"EC\",\"kid\":\"b\",\"crv\":\"P-256\",\"x\":\"eA\",\"y\":\"eQ\"}";

    KubernetesMockServer server;
    KubernetesClient client;

    @Test
    void asksAtMostOnceAMinuteAndTakesNewKeys() {
        answer(200, DISCOVERY, "{\"keys\":[" + RSA + "]}");
        ClusterIssuer issuer = new ClusterIssuer(client);
        Issuer first = issuer.read(T0);
        assertThat(issuer.read(T0.plusSeconds(59))).isEqualTo(first);
        assertThat(server.getRequestCount()).isEqualTo(2);

        answer(200, DISCOVERY, "{\"keys\":[" + RSA + "," + EC + "]}");
        Issuer second = issuer.read(T0.plusSeconds(60));

        assertThat(second)
                .isInstanceOfSatisfying(
                        Issuer.Known.class,
                        known -> assertThat(known.jwks()).contains("\"kid\":\"a\"", "\"kid\":\"b\""));
        assertThat(issuer.askAgainAt()).isEqualTo(T0.plusSeconds(120));
    }

    @Test
    void keepsWhatWasSaidWhileTheApiServerSaysNothingAndAsksLaterAndLater() {
        answer(200, DISCOVERY, "{\"keys\":[" + RSA + "]}");
        ClusterIssuer issuer = new ClusterIssuer(client, () -> 0);
        Issuer known = issuer.read(T0);
        refuse(403);

        assertThat(issuer.read(T0.plusSeconds(61))).isEqualTo(known);
        assertThat(issuer.askAgainAt()).isEqualTo(T0.plusSeconds(66));
        assertThat(issuer.read(T0.plusSeconds(66))).isEqualTo(known);
        assertThat(issuer.askAgainAt()).isEqualTo(T0.plusSeconds(76));
    }

    @Test
    void namesTheRightThatIsMissing() {
        refuse(403);

        assertThat(new ClusterIssuer(client).read(T0))
                .isInstanceOfSatisfying(
                        Issuer.Unknown.class,
                        unknown ->
                                assertThat(unknown.why()).contains("403", "system:service-account-issuer-discovery"));
    }

    static Stream<String[]> documents() {
        return Stream.of(
                new String[] {"{}", "{\"keys\":[]}", "no issuer"},
                new String[] {DISCOVERY, "{\"keys\":[]}", "no key for signatures"},
                new String[] {DISCOVERY, "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}", "no key for signatures"},
                new String[] {DISCOVERY, "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"bg\"}]}", "no key for signatures"},
                new String[] {DISCOVERY, RSA.replace("sig", "enc"), "no key for signatures"},
                new String[] {"<html>", "", "not readable"});
    }

    @ParameterizedTest
    @MethodSource("documents")
    void saysWhatIsWrongWithADocument(String discovery, String jwks, String said) {
        assertThat(IssuerDocuments.read(discovery, jwks))
                .isInstanceOfSatisfying(
                        Issuer.Unknown.class,
                        unknown -> assertThat(unknown.why()).contains(said));
    }

    @Test
    void passesOnPublicMembersAloneInOneOrder() {
        String leaky = RSA.replace("\"n\":", "\"d\":\"private\",\"x5c\":[\"more\"],\"n\":");
        Issuer one = IssuerDocuments.read(DISCOVERY, "{\"keys\":[" + leaky + "," + EC + "]}");
        Issuer other = IssuerDocuments.read(DISCOVERY, "{\"keys\":[" + EC + "," + leaky + "]}");

        assertThat(one).isEqualTo(other);
        assertThat(one.toString()).contains("\"n\":\"bg\"").doesNotContain("private", "more");
    }

    private void answer(int status, String discovery, String keys) {
        server.clearExpectations();
        server.expect()
                .get()
                .withPath(IssuerDocuments.DISCOVERY)
                .andReturn(status, discovery)
                .always();
        server.expect()
                .get()
                .withPath(IssuerDocuments.KEYS)
                .andReturn(status, keys)
                .always();
    }

    private void refuse(int status) {
        server.clearExpectations();
        server.expect()
                .get()
                .withPath(IssuerDocuments.DISCOVERY)
                .andReturn(status, new StatusBuilder().withCode(status).build())
                .always();
    }
}
