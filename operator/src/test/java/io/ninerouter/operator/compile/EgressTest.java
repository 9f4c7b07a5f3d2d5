package io.ninerouter.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.EgressConfig;
import io.ninerouter.egress.Egress;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the Router and connections say of egress, and what comes of it. */
class EgressTest {
    private static final String PASSWORD = "canary pass";

    private static World world(String egress) {
        return new World()
                .secret("key", "api-key", "key")
                .secret(World.NAMESPACE, "login", null, Map.of("username", "me", "password", PASSWORD))
                .secret("half", "username", "me")
                .secret(World.NAMESPACE, "colon", null, Map.of("username", "m:e", "password", "x"))
                .secret("text", "ca.crt", "no certificate")
                .secret(World.NAMESPACE, "pair", null, Map.of("tls.crt", "canary", "tls.key", "canary"))
                .connection(
                        "c", "{provider: openai, auth: {apiKey: {secretRef: {name: key}}}, egress: " + egress + "}");
    }

    static Stream<VerdictCase> wrong() {
        return Stream.of(
                wrong(
                        "a Secret that is not there",
                        "{proxy: {https: 'http://p', secretRef: {name: gone}}}",
                        Reason.SECRET_NOT_FOUND,
                        "egress.proxy.secretRef: Secret ai/gone does not exist"),
                wrong(
                        "half a login",
                        "{proxy: {https: 'http://p', secretRef: {name: half}}}",
                        Reason.SECRET_KEY_MISSING,
                        "Secret ai/half has no key password"),
                wrong(
                        "authorities that are not there",
                        "{tls: {caSecretRef: {name: gone}}}",
                        Reason.SECRET_NOT_FOUND,
                        "egress.tls.caSecretRef: Secret ai/gone"),
                wrong(
                        "no such key",
                        "{tls: {caSecretRef: {name: text, key: other}}}",
                        Reason.SECRET_KEY_MISSING,
                        "no key other",
                        "ca.crt"),
                wrong(
                        "no client certificate",
                        "{tls: {clientCertificateSecretRef: {name: gone}}}",
                        Reason.SECRET_NOT_FOUND,
                        "egress.tls.clientCertificateSecretRef: Secret ai/gone"),
                refused("a proxy that is none", "{proxy: {https: 'gopher://p'}}", "egress.proxy: proxy: gopher://p"),
                refused(
                        "a CIDR that is none",
                        "{proxy: {https: 'http://p', noProxy: [10.0.0.0/40]}}",
                        "CIDR: 10.0.0.0/40"),
                refused(
                        "a block of addresses that is none",
                        "{privateHosts: [10.0.0.0/40]}",
                        "egress: privateHosts: CIDR: 10.0.0.0/40"),
                refused(
                        "a private host with a port",
                        "{privateHosts: ['vllm.lab:8443']}",
                        "egress: privateHosts: an entry with port 8443"),
                refused(
                        "a user with a colon",
                        "{proxy: {https: 'http://p', secretRef: {name: colon}}}",
                        "key username: holds a colon"),
                refused(
                        "a bundle without a certificate",
                        "{tls: {caBundle: text}}",
                        "egress.tls.caBundle: no certificate"),
                refused(
                        "authorities that are text",
                        "{tls: {caSecretRef: {name: text}}}",
                        "Secret ai/text, key ca.crt: no certificate"),
                refused(
                        "a certificate that is text",
                        "{tls: {clientCertificateSecretRef: {name: pair}}}",
                        "Secret ai/pair: no certificate"));
    }

    private static VerdictCase wrong(String what, String egress, Reason resolved, String... parts) {
        return new VerdictCase(what, world(egress), Kind.CONNECTION, "c", Reason.ACCEPTED, resolved, parts);
    }

    private static VerdictCase refused(String what, String egress, String... parts) {
        return new VerdictCase(what, world(egress), Kind.CONNECTION, "c", Reason.INVALID, Reason.RESOLVED, parts);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void aConnectionSaysWhatIsWrongAndIsNotServed(VerdictCase expected) {
        expected.check();
        Compilation compiled = expected.world().compile();
        assertThat(compiled.config().connections()).isEmpty();
        assertThat(compiled.credentials()).isEmpty();
        assertThat(compiled.verdicts().toString()).doesNotContain("canary");
    }

    @Test
    void aPasswordTravelsWithTheCredentialsAlone() {
        Compilation compiled = world("{proxy: {https: 'http://p:3128', secretRef: {name: login}, noProxy: [.svc]}}")
                .compile();

        EgressConfig egress = only(compiled).egress();
        assertThat(egress)
                .isEqualTo(new EgressConfig("http://p:3128", null, List.of(".svc"), null, "_proxy.c", null, null));
        assertThat(compiled.credentials().get("_proxy.c").secret().reveal()).isEqualTo(PASSWORD);
        assertThat(compiled.credentials().get("_proxy.c").facts()).containsEntry(EgressConfig.USERNAME, "me");
        assertThat(compiled.config().toString() + compiled.verdicts()).doesNotContain(PASSWORD);
        Verdict.OfConnection detail = (Verdict.OfConnection) compiled.verdicts().values().stream()
                .map(Verdict::detail)
                .filter(Verdict.OfConnection.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(((Probing.Ask) detail.probing()).way())
                .as("checks go the same way")
                .isEqualTo(Egress.of(egress, compiled.credentials()));
    }

    @ParameterizedTest(name = "{0}")
    @org.junit.jupiter.params.provider.CsvSource({
        "the Router's, old, new, own-pass, 'ROUTER main, CONNECTION plain'",
        "the connection's, pass, pass, other, CONNECTION own",
        "none, pass, pass, own-pass, ''",
    })
    void anotherPasswordIsAnotherPartOfWhoeverIsReachedWithIt(
            String whose, String before, String after, String own, String changed) {
        Map<ObjectRef, Verdict> old = throughTwoProxies(before, "own-pass").verdicts();
        Map<ObjectRef, Verdict> next = throughTwoProxies(after, own).verdicts();

        assertThat(old.keySet().stream()
                        .filter(ref -> !Objects.equals(
                                old.get(ref).fragment(), next.get(ref).fragment()))
                        .map(ref -> ref.kind() + " " + ref.name())
                        .sorted(Comparator.reverseOrder()))
                .as(whose)
                .containsExactlyInAnyOrder(changed.isEmpty() ? new String[0] : changed.split(", "));
    }

    private static Compilation throughTwoProxies(String ofRouter, String ofConnection) {
        return new World()
                .secret("key", "api-key", "key")
                .secret(World.NAMESPACE, "of-router", null, Map.of("username", "me", "password", ofRouter))
                .secret(World.NAMESPACE, "of-own", null, Map.of("username", "me", "password", ofConnection))
                .router("{gateway: {replicas: 0}, egress: {proxy: {https: 'http://p', secretRef: {name: of-router}}}}")
                .account("plain", "openai")
                .connection(
                        "own",
                        "{provider: openai, auth: {apiKey: {secretRef: {name: key}}},"
                                + " egress: {proxy: {https: 'http://q', secretRef: {name: of-own}}}}")
                .connection(
                        "direct",
                        "{provider: openai, auth: {apiKey: {secretRef: {name: key}}}, egress: {proxy: {https: 'http://r'}}}")
                .compile();
    }

    @Test
    void aConnectionsProxyReplacesTheRoutersWithItsLoginAndExceptions() {
        Compilation compiled = world("{proxy: {http: 'socks5h://own'}}")
                .router("{gateway: {replicas: 0}, egress: {privateHosts: [.lab], proxy: {https: 'http://p',"
                        + " secretRef: {name: login}, noProxy: [.svc]}}}")
                .account("plain", "openai")
                .compile();

        assertThat(compiled.config().settings().egress().proxyCredential()).isEqualTo("_proxy");
        assertThat(compiled.credentials()).containsKey("_proxy");
        ConnectionConfig own = compiled.config().connections().getFirst();
        assertThat(own.egress())
                .isEqualTo(new EgressConfig(null, "socks5h://own", List.of(), List.of(".lab"), null, null, null));
        assertThat(compiled.config().connections().getLast().egress())
                .as("as the Router says")
                .isNull();
    }

    @Test
    void aRouterWhoseProxyLacksItsLoginSendsNothingRatherThanAnotherWay() {
        World world = World.with("openai")
                .router("{gateway: {replicas: 0}, egress: {proxy: {https: 'http://p', secretRef: {name: gone}}}}");
        Compilation compiled = world.compile();

        assertThat(world.verdict(Kind.ROUTER, "main").resolved().reason()).isEqualTo(Reason.SECRET_NOT_FOUND);
        Egress way = Egress.of(only(compiled), compiled.config().settings().egress(), compiled.credentials());
        assertThat(way.isIncomplete()).isTrue();
    }

    @Test
    void aRouterWhoseProxyCannotBeReadSendsNothingRatherThanAnotherWay() {
        World world = World.with("openai").router("{gateway: {replicas: 0}, egress: {proxy: {https: 'gopher://p'}}}");

        assertThat(world.verdict(Kind.ROUTER, "main").accepted().reason()).isEqualTo(Reason.INVALID);
        assertThat(world.compile().config().settings().egress().httpsProxy()).isEqualTo("gopher://p");
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "http://169.254.1.1/v1; denyPrivateAddresses: false; a link-local address",
                "http://0.0.0.0/v1; denyPrivateAddresses: false; no address of anybody",
                "http://10.0.0.7:8000/v1; ; a private address that egress.privateHosts does not name",
                "http://10.0.0.7:8000/v1; denyPrivateAddresses: true; a private address",
                "http://10.0.0.7:8000/v1; privateHosts: []; a private address",
                "http://10.0.0.7:8000/v1; privateHosts: [10.0.0.8]; a private address",
                "http://10.0.0.7:8000/v1; denyPrivateAddresses: false;",
                "http://10.0.0.7:8000/v1; privateHosts: [10.0.0.0/24];",
                "http://10.0.0.7:8000/v1; privateHosts: ['*'];",
                "http://vllm.models.svc/v1; ;",
            })
    void anAddressThatNoProviderMayHaveIsRefused(String url, String egress, String what) {
        World world = new World()
                .node("n", "{dialect: OpenAIChat, baseUrl: '" + url + "', models: [{id: m}]}")
                .connection("c", "{provider: n, auth: {none: {}}, egress: {" + (egress == null ? "" : egress) + "}}");
        Decision accepted = world.verdict(Kind.CONNECTION, "c").accepted();

        assertThat(accepted.reason()).isEqualTo(what == null ? Reason.ACCEPTED : Reason.INVALID);
        if (what != null) {
            assertThat(accepted.message()).contains("provider n: ").contains(what);
        }
    }

    @ParameterizedTest(name = "Router {0}, connection {1}: {2}")
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "-; -; -",
                "tls: {}; -; -",
                "denyPrivateAddresses: true; -; -",
                "denyPrivateAddresses: false; -; *",
                "privateHosts: [.lab.example]; -; .lab.example",
                "privateHosts: [.lab.example]; tls: {}; .lab.example",
                "privateHosts: [.lab.example]; denyPrivateAddresses: true; .lab.example",
                "privateHosts: [.lab.example]; denyPrivateAddresses: false; *",
                "privateHosts: [.lab.example]; privateHosts: [a]; a",
                "privateHosts: []; -; ''",
                "denyPrivateAddresses: false; denyPrivateAddresses: true; -",
                "denyPrivateAddresses: false; privateHosts: [a]; a",
            })
    void whoMayHaveAPrivateAddressIsSaidByTheConnectionElseByTheRouter(
            String router, String connection, String allowed) {
        String egress = connection == null ? "" : ", egress: {" + connection + "}";
        Compilation compiled = new World()
                .router("{gateway: {replicas: 0}" + (router == null ? "" : ", egress: {" + router + "}") + "}")
                .node("n", "{dialect: OpenAIChat, baseUrl: 'http://a.svc/v1', models: [{id: m}]}")
                .connection("c", "{provider: n, auth: {none: {}}" + egress + "}")
                .compile();
        Egress way = Egress.of(only(compiled), compiled.config().settings().egress(), compiled.credentials());
        List<String> expected = allowed == null ? null : allowed.isEmpty() ? List.of() : List.of(allowed);

        assertThat(way.config().privateHosts()).isEqualTo(expected);
    }

    private static ConnectionConfig only(Compilation compiled) {
        assertThat(compiled.config().connections()).hasSize(1);
        return compiled.config().connections().getFirst();
    }
}
