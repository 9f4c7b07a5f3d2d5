package io.ninerouter.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.ConnectionConfig;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a connection may say to its provider: ways to authorise, and settings. */
class AccountRulesTest {
    private static final String KEY = "auth: {apiKey: {secretRef: {name: s, key: k}}}";
    private static final String AWS = "auth: {aws: {secretRef: {name: s}}}";
    private static final String SIGNED =
            "{dialect: BedrockConverse, baseUrl: 'https://models.example', auth: {scheme: SigV4}}";

    static Stream<VerdictCase> cases() {
        return Stream.of(
                key(
                        "a required setting is missing",
                        "azure",
                        "{}",
                        Reason.INVALID,
                        "settings.endpoint: none",
                        "https://my-resource.openai.azure.com"),
                key(
                        "a required setting is empty",
                        "azure",
                        "{endpoint: ''}",
                        Reason.INVALID,
                        "settings.endpoint: none"),
                key(
                        "a value of another form",
                        "azure",
                        "{endpoint: 'http://plain.example'}",
                        Reason.INVALID,
                        "settings.endpoint: http://plain.example",
                        "https://"),
                key(
                        "a value that would lead elsewhere",
                        "cloudflare-ai",
                        "{accountId: 'x/../../zones'}",
                        Reason.INVALID,
                        "settings.accountId: x/../../zones",
                        "32 hexadecimal digits"),
                key(
                        "two of them",
                        "azure-deployment",
                        "{apiVersion: latest}",
                        Reason.INVALID,
                        "settings.endpoint: none",
                        "settings.deployment: none",
                        "settings.apiVersion: latest"),
                key("everything that is needed", "azure", "{endpoint: 'https://r.openai.azure.com'}", Reason.ACCEPTED),
                key(
                        "a setting that the provider does not have",
                        "azure",
                        "{endpoint: 'https://r.openai.azure.com', regon: x}",
                        Reason.FIELDS_NOT_IN_EFFECT,
                        "spec.settings: regon",
                        "provider azure has only endpoint"),
                key(
                        "a setting where there are none",
                        "groq",
                        "{region: eu}",
                        Reason.FIELDS_NOT_IN_EFFECT,
                        "spec.settings: region",
                        "provider groq has no settings"),
                aws(
                        "AWS keys where they are not taken",
                        new World(),
                        "openai",
                        "{}",
                        Reason.INVALID,
                        Reason.RESOLVED,
                        "auth.aws: not a way to authorise at openai (expected: auth.apiKey)"),
                aws(
                        "AWS keys without a region",
                        new World(),
                        "bedrock",
                        "{}",
                        Reason.INVALID,
                        Reason.RESOLVED,
                        "settings.region: none"),
                aws(
                        "AWS keys that are not there",
                        new World(),
                        "bedrock",
                        "{region: us-east-1}",
                        Reason.ACCEPTED,
                        Reason.SECRET_NOT_FOUND,
                        "auth.aws.secretRef: Secret ai/s does not exist"),
                aws(
                        "half of the AWS keys",
                        new World().secret("s", "access-key-id", "i"),
                        "bedrock",
                        "{region: us-east-1}",
                        Reason.ACCEPTED,
                        Reason.SECRET_KEY_MISSING,
                        "has no key secret-access-key",
                        "it has: access-key-id"),
                aws(
                        "a session token that no header can carry",
                        keys(" a b"),
                        "bedrock",
                        "{region: us-east-1}",
                        Reason.ACCEPTED,
                        Reason.INVALID,
                        "key session-token"),
                aws("AWS keys", keys("t"), "bedrock", "{region: us-east-1}", Reason.ACCEPTED, Reason.RESOLVED),
                aws(
                        "AWS keys for an endpoint of one's own",
                        keys("t").node("n", SIGNED),
                        "n",
                        "{region: us-east-1}",
                        Reason.ACCEPTED,
                        Reason.RESOLVED),
                aws(
                        "an endpoint of one's own without a region",
                        keys("t").node("n", SIGNED),
                        "n",
                        "{}",
                        Reason.INVALID,
                        Reason.RESOLVED,
                        "settings.region: none"),
                connection(
                        "a key for an endpoint that wants signatures",
                        keys("t").secret("s", "k", "v").node("n", SIGNED),
                        "{provider: n, " + KEY + ", settings: {region: us-east-1}}",
                        Reason.INVALID,
                        Reason.RESOLVED,
                        "auth.apiKey: not a way to authorise at n (expected: auth.oauth or auth.serviceAccountKey or auth.aws or auth.none)"),
                connection(
                        "placeholders of an endpoint of one's own",
                        new World()
                                .secret("s", "k", "v")
                                .node(
                                        "n",
                                        "{dialect: OpenAIChat, baseUrl: 'https://models.example/{team}/v1', headers: {x-who: '{who?}', x-id: '{uuid}'}}"),
                        "{provider: n, " + KEY + "}",
                        Reason.INVALID,
                        Reason.RESOLVED,
                        "settings.team: none (expected: a value for {team} of the ProviderNode)"),
                connection(
                        "placeholders of an endpoint of one's own, filled",
                        new World()
                                .secret("s", "k", "v")
                                .node(
                                        "n",
                                        "{dialect: OpenAIChat, baseUrl: 'https://models.example/{team}/v1', headers: {x-who: '{who?}', x-id: '{uuid}'}}"),
                        "{provider: n, " + KEY + ", settings: {team: red}}",
                        Reason.ACCEPTED,
                        Reason.RESOLVED),
                connection(
                        "nobody knows what settings of no provider mean",
                        new World().secret("s", "k", "v"),
                        "{provider: nobody, " + KEY + ", settings: {team: red}}",
                        Reason.ACCEPTED,
                        Reason.PROVIDER_NOT_FOUND));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void verdictSaysWhatIsWrong(VerdictCase given) {
        given.check();
    }

    @Test
    void defaultsCountWhereNothingIsGiven() {
        Map<String, String> settings = new World()
                        .secret("s", "k", "v")
                        .connection(
                                "c",
                                "{provider: azure-deployment, " + KEY
                                        + ", settings: {endpoint: 'https://r.openai.azure.com', deployment: d, other: x}}")
                        .compile()
                        .config()
                        .connections()
                        .stream()
                        .map(ConnectionConfig::settings)
                        .findFirst()
                        .orElseThrow();

        assertThat(settings)
                .isEqualTo(Map.of(
                        "endpoint", "https://r.openai.azure.com", "deployment", "d", "apiVersion", "2024-10-21"));
    }

    @Test
    void lastValidFormOfAnAccountWithAwsKeysServesWhenItsProviderIsGone() {
        World world = keys("t")
                .node("n", SIGNED)
                .connection("c", "{provider: n, " + AWS + ", settings: {region: us-east-1}}");
        Compilation first = world.compile();
        LastValid before = first.lastValid();
        world.edit(ObjectRef.Kind.CONNECTION, "c", "{provider: gone, " + AWS + ", settings: {region: eu-central-1}}");

        Compilation second = world.compile(before);

        assertThat(second.credentials()).isEqualTo(first.credentials());
        assertThat(second.config().connections()).isEqualTo(first.config().connections());
    }

    private static World keys(String session) {
        return new World()
                .secret(
                        World.NAMESPACE,
                        "s",
                        null,
                        Map.of("access-key-id", "i", "secret-access-key", "a", "session-token", session));
    }

    private static VerdictCase key(String what, String provider, String settings, Reason accepted, String... parts) {
        return connection(
                what,
                new World().secret("s", "k", "v"),
                "{provider: " + provider + ", " + KEY + ", settings: " + settings + "}",
                accepted,
                Reason.RESOLVED,
                parts);
    }

    private static VerdictCase aws(
            String what,
            World world,
            String provider,
            String settings,
            Reason accepted,
            Reason resolved,
            String... parts) {
        return connection(
                what,
                world,
                "{provider: " + provider + ", " + AWS + ", settings: " + settings + "}",
                accepted,
                resolved,
                parts);
    }

    private static VerdictCase connection(
            String what, World world, String spec, Reason accepted, Reason resolved, String... parts) {
        return new VerdictCase(
                what, world.connection("c", spec), ObjectRef.Kind.CONNECTION, "c", accepted, resolved, parts);
    }
}
