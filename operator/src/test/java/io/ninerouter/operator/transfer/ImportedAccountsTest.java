package io.ninerouter.operator.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ComboMember;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.catalog.CatalogueLoader;
import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.compile.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts of 9Router's providers, one at a time and all of them together, up to what the operator makes of them. */
class ImportedAccountsTest {
    private static final String SERVICE_ACCOUNT =
            "{\\\"type\\\":\\\"service_account\\\",\\\"project_id\\\":\\\"my-project\\\","
                    + "\\\"client_email\\\":\\\"a@b.test\\\",\\\"private_key\\\":\\\"canary\\\"}";

    /** Providers of 9Router with a login, and what it keeps beside the tokens. */
    private static final Map<String, String> LOGINS = Map.ofEntries(
            Map.entry("claude", "{}"),
            Map.entry("codex", "{\"chatgptAccountId\": \"a-1\"}"),
            Map.entry("gemini-cli", "{\"projectId\": \"my-project\"}"),
            Map.entry("antigravity", "{\"projectId\": \"my-project\"}"),
            Map.entry("github", "{\"copilotToken\": \"canary-chat\", \"copilotTokenExpiresAt\": 1800000000}"),
            Map.entry(
                    "kiro",
                    "{\"profileArn\": \"arn:aws:codewhisperer:us-east-1:1:profile/X\", \"authMethod\": \"google\"}"),
            Map.entry("cursor", "{\"machineId\": \"0123456789abcdef\", \"authMethod\": \"imported\"}"),
            Map.entry("qwen", "{\"resourceUrl\": \"portal.qwen.ai\"}"),
            Map.entry("iflow", "{}"),
            Map.entry("qoder", "{}"),
            Map.entry("kimi-coding", "{}"),
            Map.entry("kilocode", "{\"orgId\": \"org-1\"}"),
            Map.entry("cline", "{}"),
            Map.entry("gitlab", "{\"baseUrl\": \"https://git.example\", \"authKind\": \"pat\"}"),
            Map.entry("codebuddy", "{}"));

    /** Those that take a key. */
    private static final List<String> KEYED = List.of(
            ("openai anthropic gemini openrouter glm glm-cn kimi minimax minimax-cn alicode alicode-intl volcengine-ark byteplus "
                            + "opencode-go deepseek groq xai mistral perplexity together fireworks cerebras cohere nvidia nebius "
                            + "siliconflow hyperbolic chutes blackbox ollama ollama-local azure cloudflare-ai vertex vertex-partner "
                            + "opencode claude")
                    .split(" "));

    private static Imported read(String... connections) {
        String database = "{\"providerConnections\": [" + String.join(",", connections) + "]}";
        return Import.read(Databases.bytes(database), World.NAMESPACE, "main", CatalogueLoader.load());
    }

    /** A connection of 9Router with a login. */
    private static String login(String provider, String data) {
        return """
                {"id": "%s", "provider": "%s", "authType": "oauth", "email": "jo@example.com", "accessToken": "canary-access",
                 "refreshToken": "canary-refresh", "expiresAt": "2099-12-01T00:00:00.000Z", "expiresIn": 28800, "scope": "s",
                 "lastRefreshAt": "x", "providerSpecificData": %s}""".formatted(provider, provider, data);
    }

    /** One with a key. */
    private static String keyed(String provider, String key, String data) {
        return "{\"id\": \"%s\", \"provider\": \"%s\", \"authType\": \"apikey\", \"name\": \"k\", \"apiKey\": \"%s\", \"providerSpecificData\": %s}"
                .formatted(provider, provider, key, data);
    }

    private static ProviderConnection connection(Imported imported) {
        List<ProviderConnection> all = connections(imported);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static List<ProviderConnection> connections(Imported imported) {
        return imported.objects().stream()
                .filter(ProviderConnection.class::isInstance)
                .map(ProviderConnection.class::cast)
                .toList();
    }

    private static Map<String, String> values(Secret secret) {
        Map<String, String> values = new TreeMap<>();
        secret.getData()
                .forEach((key, value) ->
                        values.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return values;
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            claude | {"orgId": "o-1", "authMethod": "x"}       | access-token=canary-access, email=jo@example.com, expires-at=2099-12-01T00:00:00.000Z, refresh-token=canary-refresh
            codex  | {"chatgptAccountId": "a-1", "plan": "x"}  | access-token=canary-access, account-id=a-1, email=jo@example.com, expires-at=2099-12-01T00:00:00.000Z, refresh-token=canary-refresh
            qwen   | {"resourceUrl": "portal.qwen.ai"}         | access-token=canary-access, base-url=https://portal.qwen.ai/v1, email=jo@example.com, expires-at=2099-12-01T00:00:00.000Z, refresh-token=canary-refresh
            qwen   | {"resourceUrl": "https://a.qwen.ai/v1/"}  | access-token=canary-access, base-url=https://a.qwen.ai/v1, email=jo@example.com, expires-at=2099-12-01T00:00:00.000Z, refresh-token=canary-refresh
            kiro   | {"clientId": "c", "clientSecret": "s", "region": "eu-west-1", "authMethod": "idc", "profileArn": "arn:aws:x"} | access-token=canary-access, client-id=c, client-secret=s, email=jo@example.com, expires-at=2099-12-01T00:00:00.000Z, profile-arn=arn:aws:x, refresh-token=canary-refresh
            cursor | {"machineId": "m-1"}                      | access-token=canary-access, email=jo@example.com, expires-at=2099-12-01T00:00:00.000Z, machine-id=m-1, refresh-token=canary-refresh
            github | {"copilotToken": "canary-chat"}           | access-token=canary-access, email=jo@example.com, source-expires-at=2099-12-01T00:00:00.000Z, source-refresh-token=canary-refresh
            """)
    void tokensStandUnderTheKeysThatTheOperatorReads(String provider, String data, String expected) {
        Imported imported = read(login(provider, data));

        assertThat(imported.secrets()).hasSize(1);
        assertThat(values(imported.secrets().getFirst()).toString()).isEqualTo("{" + expected + "}");
        assertThat(connection(imported).getSpec().auth().oauth().flow()).isEqualTo(ProviderConnection.OAuthFlow.Import);
    }

    /** A connection of then, what its spec holds now, and what the report says of it. */
    @TestFactory
    Stream<DynamicTest> eachAccountBecomesOneOfTheProviderThatItIs() {
        String azure = "\"azureEndpoint\": \"https://my.openai.azure.com\", \"apiVersion\": \"2024-10-01-preview\"";
        return Stream.of(
                        new String[] {
                            keyed("azure", "k", "{" + azure + ", \"deployment\": \"gpt-5\", \"organization\": \"o\"}"),
                            "provider: \"azure-deployment\"; deployment: \"gpt-5\"; apiVersion: \"2024-10-01-preview\"; "
                                    + "endpoint: \"https://my.openai.azure.com\"",
                            "its models are azure-deployment/… now, not azure/…; "
                                    + "its organization is left out: provider azure-deployment has no such setting"
                        },
                        new String[] {
                            keyed("azure", "k", "{" + azure + "}"),
                            "provider: \"azure\"; endpoint: \"https://my.openai.azure.com\"",
                            "its apiVersion is left out"
                        },
                        new String[] {
                            keyed("azure", "k", "{\"azureEndpoint\": \"http://u:canary@h\"}"),
                            "provider: \"azure\"",
                            "its azureEndpoint is left out: no value for setting endpoint; setting endpoint has to be given"
                        },
                        new String[] {
                            keyed("vertex", "k", "{}"),
                            "provider: \"vertex-express\"; apiKey",
                            "its models are vertex-express/… now"
                        },
                        new String[] {
                            keyed("vertex", SERVICE_ACCOUNT, "{\"location\": \"us-central1\"}"),
                            "provider: \"vertex\"; serviceAccountKey; location: \"us-central1\"",
                            ""
                        },
                        new String[] {
                            "{\"provider\": \"ollama-local\", \"authType\": \"apikey\", \"name\": \"k\","
                                    + "\"providerSpecificData\": {\"baseUrl\": \"http://ollama:11434\"}}",
                            "baseUrl: \"http://ollama:11434\"; none: {}",
                            ""
                        },
                        new String[] {
                            login("github", "{}"),
                            "provider: \"github\"; flow: \"Import\"",
                            "setting editorVersion has to be given; setting integrationId has to be given"
                        },
                        new String[] {
                            login(
                                    "kiro",
                                    "{\"region\": \"eu-west-1\", \"startUrl\": \"https://my.awsapps.com/start\"}"),
                            "ssoRegion: \"eu-west-1\"; startUrl: \"https://my.awsapps.com/start\"",
                            "stop 9Router first"
                        },
                        new String[] {
                            login("gitlab", "{\"baseUrl\": \"https://git.example\"}"),
                            "baseUrl: \"https://git.example\"; flow: \"Import\"",
                            "setting clientId has to be given, unless"
                        },
                        new String[] {
                            login("kilocode", "{\"orgId\": \"org-1\"}"),
                            "flow: \"Import\"; organizationId: \"org-1\"",
                            "stop 9Router first"
                        },
                        new String[] {login("cline", "{}"), "flow: \"Import\"", "stop 9Router first"},
                        new String[] {login("codebuddy", "{}"), "flow: \"Import\"", "stop 9Router first"},
                        new String[] {login("gemini-cli", "{}"), "flow: \"Import\"", "the vendor's client secret"})
                .map(given -> DynamicTest.dynamicTest(given[0], () -> becomes(given[0], given[1], given[2])));
    }

    private static void becomes(String connection, String spec, String remarks) {
        Imported imported = read(connection);
        String now = Serialization.asYaml(connection(imported));
        String report = imported.report().markdown();
        assertThat(now).contains(spec.split("; "));
        assertThat(report).contains(remarks.split("; "));
        assertThat(now + report).doesNotContain("canary");
        assertThat(imported.secrets()).hasSize(now.contains("none: {}") ? 0 : 1);
    }

    /** What combos, aliases and prices name goes where the accounts went. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            azure  | d     | azure/m, openai/o        | azure-deployment/m, openai/o           | azure-deployment/m | azure-deployment
            azure  | -     | azure/m, openai/o        | azure/m, openai/o                      | azure/m            | azure
            azure  | d - d | azure/m, openai/o        | azure-deployment/m, azure/m, openai/o  | azure-deployment/m | azure-deployment, azure
            vertex | key   | vx/m, vertex/n           | vertex-express/m, vertex-express/n     | vertex-express/m   | vertex-express
            vertex | json  | vx/m, vertex/n           | vx/m, vertex/n                         | vx/m               | vertex
            """)
    void modelsGoByTheProviderThatTheirAccountIsOneOfNow(
            String provider, String accounts, String models, String members, String target, String prices) {
        List<String> connections = new ArrayList<>();
        for (String account : accounts.split(" ")) {
            connections.add(
                    switch (account) {
                        case "d" ->
                            keyed("azure", "k", "{\"azureEndpoint\": \"https://e.example\", \"deployment\": \"d\"}");
                        case "-" -> keyed("azure", "k", "{\"azureEndpoint\": \"https://e.example\"}");
                        case "key" -> keyed("vertex", "k", "{}");
                        default -> keyed("vertex", SERVICE_ACCOUNT, "{}");
                    });
        }
        String first = models.substring(0, models.indexOf(','));
        Imported imported = Import.read(
                Databases.bytes("{\"providerConnections\": [" + String.join(",", connections)
                        + "], \"combos\": [{\"name\": \"stack\", \"models\": [\"" + models.replace(", ", "\", \"")
                        + "\"]}], \"modelAliases\": {\"fast\": \"" + first + "\"}, \"pricing\": {\"" + provider
                        + "\": {\"m\": {\"input\": 1}}}}"),
                World.NAMESPACE,
                "main",
                CatalogueLoader.load());

        assertThat(only(imported, Combo.class).getSpec().models().stream().map(ComboMember::model))
                .containsExactly(members.split(", "));
        assertThat(only(imported, ModelAlias.class).getSpec().target()).isEqualTo(target);
        assertThat(only(imported, Router.class).getSpec().pricing().stream().map(Router.PricingRule::provider))
                .containsExactly(prices.split(", "));
        assertThat(imported.report().markdown().contains("leads to the accounts of one provider alone"))
                .isEqualTo(members.contains("azure-deployment/m, azure/m"));
    }

    private static <T> T only(Imported imported, Class<T> kind) {
        List<T> all = imported.objects().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            gemini         | oauth  | provider gemini takes apiKey, not oauth
            vertex-partner | apikey | provider vertex-partner takes serviceAccountKey, not apiKey
            cursor         | apikey | provider cursor takes oauth, not apiKey
            openai         | none   | provider openai takes apiKey, not none
            """)
    void aWayThatTheProviderDoesNotTakeIsLeftOutWithTheReason(String provider, String way, String why) {
        String connection = switch (way) {
            case "oauth" -> login(provider, "{}");
            case "apikey" -> keyed(provider, "k", "{}");
            default -> "{\"provider\": \"" + provider + "\", \"authType\": \"none\"}";
        };
        Imported imported = read(connection);

        assertThat(connections(imported)).isEmpty();
        assertThat(imported.secrets()).isEmpty();
        assertThat(imported.report().lines()).anySatisfy(line -> {
            assertThat(line.fate()).isEqualTo(Report.Fate.LEFT);
            assertThat(line.why()).isEqualTo(why);
        });
    }

    @Test
    void theOperatorAcceptsWhatIsMadeOfEachProviderOrTheReportSaysWhatIsMissing() {
        Imported imported = read(Stream.concat(
                        LOGINS.entrySet().stream().map(each -> login(each.getKey(), each.getValue())),
                        KEYED.stream().map(each -> keyed(each, "canary-key", "{}")))
                .toArray(String[]::new));
        World world = new World();
        imported.secrets()
                .forEach(secret ->
                        world.secret(World.NAMESPACE, secret.getMetadata().getName(), null, values(secret)));
        connections(imported)
                .forEach(each -> world.connection(each.getMetadata().getName(), Serialization.asYaml(each.getSpec())));

        Map<String, String> wanting = new TreeMap<>();
        for (ProviderConnection each : connections(imported)) {
            String name = each.getMetadata().getName();
            Verdict verdict = world.verdict(ObjectRef.Kind.CONNECTION, name);
            if (!verdict.accepted().equals(Decision.ACCEPTED)) {
                wanting.put(name, verdict.accepted().message());
                assertThat(line(imported, name))
                        .as(verdict.accepted().message())
                        .contains("has to");
            }
        }
        assertThat(wanting.keySet())
                .containsExactlyInAnyOrder(
                        "antigravity", "azure-k", "cloudflare-ai-k", "gemini-cli", "github", "iflow", "ollama-local-k");
        assertThat(imported.report().lines().stream()
                        .filter(line ->
                                line.fate() == Report.Fate.LEFT && line.what().startsWith("connection"))
                        .map(Report.Line::why))
                .containsExactlyInAnyOrder(
                        "provider qoder has no counterpart",
                        "provider claude takes oauth, not apiKey",
                        "provider opencode takes none, not apiKey",
                        "provider vertex-partner takes serviceAccountKey, not apiKey");
        assertThat(connections(imported)).hasSize(LOGINS.size() + KEYED.size() - 4);
    }

    private static String line(Imported imported, String name) {
        return imported.report().lines().stream()
                .filter(line -> line.now().equals("ProviderConnection " + name))
                .map(Report.Line::why)
                .collect(Collectors.joining());
    }
}
