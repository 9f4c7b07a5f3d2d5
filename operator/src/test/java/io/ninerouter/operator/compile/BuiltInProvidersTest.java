package io.ninerouter.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.Placeholders;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.operator.catalog.Catalogue;
import io.ninerouter.operator.catalog.CatalogueEntry;
import io.ninerouter.operator.catalog.CatalogueLoader;
import io.ninerouter.operator.catalog.OAuthLogin;
import io.ninerouter.operator.catalog.Way;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of the catalogue, compiled. */
class BuiltInProvidersTest {
    private static final Catalogue CATALOGUE = CatalogueLoader.load();

    /** What somebody would write where a setting has to be given. */
    private static final Map<String, String> GIVEN = Map.of(
            "endpoint", "https://my-resource.openai.azure.com",
            "deployment", "gpt-5",
            "region", "eu-central-1",
            "baseUrl", "http://ollama.models.svc:11434",
            "accountId", "0123456789abcdef0123456789abcdef",
            "editorVersion", "vscode/1.110.0",
            "integrationId", "vscode-chat");

    static Stream<String> ids() {
        return CATALOGUE.entries().keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void everyPlaceholderHasSomebodyWhoFillsIt(String id) {
        CatalogueEntry.Extra extra = CATALOGUE.entries().get(id).extra();
        Set<String> known = new TreeSet<>(extra.settings().keySet());
        if (extra.oauth() != null) {
            known.addAll(extra.oauth().facts());
        }
        if (extra.serviceAccountKey() != null) {
            known.add("project");
        }
        Map<String, Boolean> asked = Placeholders.in(config(id));

        assertThat(known).containsAll(asked.keySet());
        // What the address or a header cannot do without is given, has a default, or comes with the credential.
        asked.forEach((name, needed) -> {
            boolean byLogin = extra.oauth() != null && extra.oauth().facts().contains(name)
                    || extra.serviceAccountKey() != null && name.equals("project");
            assertThat(!needed
                            || byLogin
                            || extra.settings().get(name).required()
                            || extra.settings().get(name).defaultValue() != null)
                    .as(name)
                    .isTrue();
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void everyAddressIsHttpsUnlessItIsOnesOwn(String id) {
        Map<String, String> values = new TreeMap<>(
                AccountRules.of(id, CATALOGUE.entries().get(id).extra()).resolve(given(id)));
        values.putIfAbsent("project", "my-project");
        URI address = URI.create(String.valueOf(Placeholders.fill(config(id).baseUrl(), values)));

        assertThat(address.getHost()).isNotBlank();
        assertThat(address.getScheme()).isEqualTo(id.equals("ollama-local") ? "http" : "https");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(OAuthFlow.class)
    void aTokenOfGitLabNeedsNoApplicationOfOnesOwnAndALoginDoes(OAuthFlow flow) {
        Verdict verdict = new World()
                .secret("s", "access-token", "token-of-c")
                .connection("c", "{provider: gitlab, auth: {oauth: {secretRef: {name: s}, flow: " + flow.name() + "}}}")
                .verdict(ObjectRef.Kind.CONNECTION, "c");
        switch (flow) {
            case Import -> assertThat(verdict.accepted()).isEqualTo(Decision.ACCEPTED);
            case AuthorizationCode -> assertThat(verdict.accepted().message()).contains("settings.clientId");
            case DeviceCode -> assertThat(verdict.accepted().message()).contains("auth.oauth.flow");
        }
    }

    /** A connection by each way that the provider takes. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void everyWayToAuthoriseIsTaken(String id) {
        for (Way way : CATALOGUE.entries().get(id).extra().takes()) {
            World world = world(id, way);
            Verdict verdict = world.verdict(ObjectRef.Kind.CONNECTION, "c");
            assertThat(verdict.accepted()).as(way.name()).isEqualTo(Decision.ACCEPTED);
            if (way == Way.OAUTH) {
                assertThat(verdict.login()).as("it is known how to log in").isNotNull();
                continue;
            }
            if (way == Way.SERVICE_ACCOUNT_KEY) {
                assertThat(verdict.resolved().message()).as("no such key").contains("auth.serviceAccountKey.secretRef");
                continue;
            }
            GatewayConfig served = world.compile().config();
            assertThat(served.providers()).extracting(ProviderConfig::id).containsExactly(id);
            assertThat(served.connections())
                    .singleElement()
                    .satisfies(connection -> assertThat(connection.settings()).containsAllEntriesOf(given(id)));
            assertThat(ConfigCodec.decode(ConfigCodec.encode(served))).isEqualTo(served);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void everyWayThatItDoesNotTakeIsRefused(String id) {
        Set<Way> takes = CATALOGUE.entries().get(id).extra().takes();
        for (Way way : Way.values()) {
            if (!takes.contains(way)) {
                Verdict verdict = world(id, way).verdict(ObjectRef.Kind.CONNECTION, "c");
                assertThat(verdict.accepted().reason()).as(way.name()).isEqualTo(Reason.INVALID);
                assertThat(verdict.accepted().message())
                        .contains(
                                "auth." + way.field(),
                                id,
                                "auth." + takes.iterator().next().field());
            }
        }
    }

    @Test
    void requestsAreSignedExactlyWhereAwsKeysAreTaken() {
        CATALOGUE.entries().forEach((id, entry) -> {
            ProviderConfig config = config(id);
            boolean signs = config.auth().scheme() == AuthScheme.Scheme.SIGV4
                    || config.tokenAuth() != null && config.tokenAuth().scheme() == AuthScheme.Scheme.SIGV4;
            assertThat(entry.extra().takes().contains(Way.AWS)).as(id).isEqualTo(signs);
        });
    }

    @Test
    void awsKeysTravelWithTheRegionThatTheySignFor() {
        World world = world("bedrock", Way.AWS);
        Compilation compilation = world.compile();
        Credential credential = compilation.credentials().get("c");

        assertThat(credential.facts())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("accessKeyId", "id-of-c", "region", "eu-central-1", "sessionToken", "session-of-c"));
        assertThat(credential.secret().reveal()).isEqualTo("secret-of-c");
        assertThat(credential.toString()).doesNotContain("id-of-c", "session-of-c", "secret-of-c");
        assertThat(compilation.config().connections())
                .singleElement()
                .extracting(ConnectionConfig::needsCredential)
                .isEqualTo(true);
    }

    private static ProviderConfig config(String id) {
        CatalogueEntry entry = CATALOGUE.entries().get(id);
        return ProviderForm.of(
                id,
                Catalogue.prefixesOf(id, entry.node()),
                entry.node(),
                entry.extra().profile(),
                CATALOGUE.prices().of(id));
    }

    private static Map<String, String> given(String id) {
        return CATALOGUE.entries().get(id).extra().settings().entrySet().stream()
                .filter(setting -> setting.getValue().required())
                .collect(Collectors.toMap(Map.Entry::getKey, setting -> GIVEN.get(setting.getKey())));
    }

    private static World world(String id, Way way) {
        Map<String, String> said = new TreeMap<>(given(id));
        if (way == Way.OAUTH && CATALOGUE.entries().get(id).extra().settings().containsKey("clientId")) {
            said.put("clientId", "our-application");
        }
        String settings = said.entrySet().stream()
                .map(setting -> setting.getKey() + ": '" + setting.getValue() + "'")
                .collect(Collectors.joining(", ", "{", "}"));
        String auth = switch (way) {
            case API_KEY, SERVICE_ACCOUNT_KEY -> "{secretRef: {name: s}}";
            case OAUTH -> oauth(CATALOGUE.entries().get(id).extra().oauth());
            case AWS -> "{secretRef: {name: s}}";
            case NONE -> "{}";
        };
        return new World()
                .secret(
                        World.NAMESPACE,
                        "s",
                        null,
                        Map.of(
                                "api-key", "key-of-c",
                                "access-key-id", "id-of-c",
                                "secret-access-key", "secret-of-c",
                                "session-token", "session-of-c"))
                .secret(
                        World.NAMESPACE,
                        "tokens",
                        null,
                        Map.of("access-token", "token-of-c", "refresh-token", "next-of-c", "machine-id", "machine"))
                .connection(
                        "c",
                        "{provider: " + id + ", auth: {" + way.field() + ": " + auth + "}, settings: " + settings
                                + "}");
    }

    /** By the first of its flows; by any where there is none. */
    private static String oauth(OAuthLogin login) {
        if (login == null) {
            return "{secretRef: {name: s}, flow: Import}";
        }
        boolean secret = login.client().secret() == OAuthLogin.ClientSecret.REQUIRED;
        return "{secretRef: {name: tokens}, flow: " + login.flows().iterator().next()
                + (secret ? ", clientSecretRef: {name: s, key: api-key}}" : "}");
    }
}
