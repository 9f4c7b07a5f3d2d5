package io.ninerouter.operator.compile;

import static io.ninerouter.operator.compile.ObjectRef.Kind.CONNECTION;
import static io.ninerouter.operator.compile.ObjectRef.Kind.NODE;
import static io.ninerouter.operator.compile.ObjectRef.Kind.ROUTER;

import io.ninerouter.api.v1alpha1.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the compile says of Routers, connections and nodes. */
class ProviderVerdictsTest {

    static Stream<VerdictCase> cases() {
        return Stream.of(routers(), connections(), nodes()).flatMap(cases -> cases);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void verdictSaysWhatIsWrong(VerdictCase given) {
        given.check();
    }

    private static VerdictCase router(String what, String spec, Reason accepted, String... parts) {
        return new VerdictCase(
                "Router: " + what, new World().router(spec), ROUTER, "main", accepted, Reason.RESOLVED, parts);
    }

    private static Stream<VerdictCase> routers() {
        String zero = "gateway: {replicas: 0}";
        return Stream.of(
                router("gateways run elsewhere", "{" + zero + "}", Reason.ACCEPTED),
                router("nothing set", "{}", Reason.ACCEPTED),
                router(
                        "everything about pods",
                        "{gateway: {replicas: 3, image: x, resources: {}, service: {type: NodePort}, podTemplate: {}}}",
                        Reason.ACCEPTED),
                router("autoscaling", "{gateway: {autoscaling: {minReplicas: 1}}}", Reason.ACCEPTED),
                router(
                        "fields that ask for nothing",
                        "{" + zero + ", tokenSaver: 'Off', requestLog: Metadata, egress: {denyPrivateAddresses: false},"
                                + " gateway: {replicas: 0, service: {type: ClusterIP, port: 80}},"
                                + " access: {serviceAccounts: {audience: ''}}}",
                        Reason.ACCEPTED),
                router(
                        "prices and a strategy for combos",
                        "{" + zero + ", pricing: [{model: 'gpt-*', input: '1.25'}],"
                                + " routing: {combos: {strategy: LowestCost}}}",
                        Reason.ACCEPTED),
                router(
                        "fields that wait for later",
                        "{" + zero + ", tokenSaver: ToolResults,"
                                + " egress: {denyPrivateAddresses: true, proxy: {https: 'http://p'}},"
                                + " access: {serviceAccounts: {audience: ''}}}",
                        Reason.FIELDS_NOT_IN_EFFECT,
                        "spec.tokenSaver: ToolResults"),
                router("a duration that is none", "{keepAlive: soon}", Reason.INVALID, "keepAlive: soon", "5s"),
                router("no time to connect", "{timeouts: {connect: 0s}}", Reason.INVALID, "connectMillis: 0"),
                router(
                        "a size beyond all bounds",
                        "{limits: {maxRequestBytes: 900000000000000Gi}}",
                        Reason.INVALID,
                        "900000000000000Gi"));
    }

    private static VerdictCase connection(String what, World world, Reason accepted, Reason resolved, String... parts) {
        return new VerdictCase("ProviderConnection: " + what, world, CONNECTION, "c", accepted, resolved, parts);
    }

    private static Stream<VerdictCase> connections() {
        String byKey = "auth: {apiKey: {secretRef: {name: s, key: k}}}";
        return Stream.of(
                connection("good", new World().account("c", "openai"), Reason.ACCEPTED, Reason.RESOLVED),
                connection(
                        "switched off",
                        new World()
                                .endpoint("e", "e")
                                .connection("c", "{provider: e, active: false, auth: {none: {}}}"),
                        Reason.ACCEPTED,
                        Reason.RESOLVED),
                connection(
                        "unknown provider",
                        new World().secret("s", "k", "v").connection("c", "{provider: opnai, " + byKey + "}"),
                        Reason.ACCEPTED,
                        Reason.PROVIDER_NOT_FOUND,
                        "provider: opnai",
                        "namespace ai"),
                connection(
                        "provider is a node that was refused",
                        new World()
                                .endpoint("older", "x")
                                .endpoint("openai", "x")
                                .account("c", "openai"),
                        Reason.ACCEPTED,
                        Reason.PROVIDER_NOT_FOUND,
                        "ProviderNode ai/openai is not accepted"),
                connection(
                        "no Secret",
                        new World().connection("c", "{provider: openai, " + byKey + "}"),
                        Reason.ACCEPTED,
                        Reason.SECRET_NOT_FOUND,
                        "Secret ai/s does not exist"),
                connection(
                        "no such key in the Secret",
                        new World().secret("s", "other", "v").connection("c", "{provider: openai, " + byKey + "}"),
                        Reason.ACCEPTED,
                        Reason.SECRET_KEY_MISSING,
                        "Secret ai/s has no key k"),
                connection(
                        "a key that no header can carry",
                        new World().secret("s", "k", "a\nb").connection("c", "{provider: openai, " + byKey + "}"),
                        Reason.ACCEPTED,
                        Reason.INVALID,
                        "visible ASCII"),
                connection(
                        "checked too often",
                        new World()
                                .endpoint("e", "e")
                                .connection("c", "{provider: e, auth: {none: {}}, probe: {interval: 59s}}"),
                        Reason.INVALID,
                        Reason.RESOLVED,
                        "probe.interval: 59s (expected: between 1m and 24h)"),
                connection(
                        "login",
                        new World()
                                .connection(
                                        "c",
                                        "{provider: codex, auth: {oauth: {secretRef: {name: s}, flow: DeviceCode}}}"),
                        Reason.UNSUPPORTED,
                        Reason.RESOLVED,
                        "auth.oauth.flow: DeviceCode (expected: one of [AuthorizationCode, Import])"),
                connection(
                        "service account key",
                        new World()
                                .connection(
                                        "c", "{provider: nobody, auth: {serviceAccountKey: {secretRef: {name: s}}}}"),
                        Reason.ACCEPTED,
                        Reason.PROVIDER_NOT_FOUND,
                        "provider: nobody"),
                connection(
                        "two ways to authorise",
                        new World()
                                .connection(
                                        "c", "{provider: openai, auth: {none: {}, apiKey: {secretRef: {name: s}}}}"),
                        Reason.INVALID,
                        Reason.RESOLVED,
                        "exactly one"),
                connection(
                        "fields that wait for later",
                        new World()
                                .endpoint("e", "e")
                                .connection(
                                        "c",
                                        "{provider: e, auth: {none: {}}, settings: {region: eu},"
                                                + " egress: {proxy: {https: 'http://p'}, denyPrivateAddresses: true}}"),
                        Reason.FIELDS_NOT_IN_EFFECT,
                        Reason.RESOLVED,
                        "spec.settings: region"));
    }

    private static VerdictCase node(String what, World world, String name, Reason accepted, String... parts) {
        return new VerdictCase("ProviderNode: " + what, world, NODE, name, accepted, Reason.RESOLVED, parts);
    }

    private static Stream<VerdictCase> nodes() {
        return Stream.of(
                node("good", new World().endpoint("n", "vllm"), "n", Reason.ACCEPTED),
                node(
                        "hides a built-in id",
                        new World().endpoint("n", "openai"),
                        "n",
                        Reason.HIDES_BUILT_IN,
                        "openai/ no longer means the built-in openai"),
                node(
                        "hides a built-in prefix",
                        new World().endpoint("n", "ds"),
                        "n",
                        Reason.HIDES_BUILT_IN,
                        "ds/ no longer means the built-in deepseek"),
                node(
                        "older owner of the prefix",
                        new World().endpoint("a", "x").endpoint("b", "x"),
                        "b",
                        Reason.CONFLICT,
                        "prefix: x",
                        "ProviderNode ai/a"),
                node(
                        "prefix is an older node's name",
                        new World().endpoint("a", "x").endpoint("b", "a"),
                        "b",
                        Reason.CONFLICT,
                        "prefix: a"),
                node(
                        "name is an older node's prefix",
                        new World().endpoint("a", "b").endpoint("b", "y"),
                        "b",
                        Reason.ACCEPTED),
                node(
                        "a URL that is none",
                        new World().node("n", "{dialect: OpenAIChat, baseUrl: 'ftp://x'}"),
                        "n",
                        Reason.INVALID,
                        "baseUrl: ftp://x"),
                node(
                        "a dialect that this release does not know",
                        new World().node("n", "{baseUrl: 'http://x'}"),
                        "n",
                        Reason.INVALID,
                        "dialect"),
                node(
                        "prices",
                        new World()
                                .node(
                                        "n",
                                        "{dialect: Gemini, baseUrl: 'http://x', models: [{id: m, price: {input: '1'}}]}"),
                        "n",
                        Reason.ACCEPTED));
    }
}
