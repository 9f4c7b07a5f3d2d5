package io.ninerouter.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Configurations of the release before and of the release after are read: gateways and operator are never replaced at once. */
class NeighbouringReleasesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DIGEST = "0".repeat(64);

    private static final GatewayConfig CONFIG = new GatewayConfig(
            GatewayConfig.FORMAT,
            "ai/main",
            new GatewayConfig.Settings(
                    true,
                    GatewayConfig.Accounts.DEFAULT,
                    GatewayConfig.Timeouts.DEFAULT,
                    15_000,
                    GatewayConfig.Limits.DEFAULT,
                    GatewayConfig.RequestLog.METADATA,
                    List.of(),
                    new TokenIssuer("https://cluster", "ninerouter", "{\"keys\":[]}")),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(
                    new KeyConfig(
                            "ai/account",
                            List.of(),
                            true,
                            null,
                            List.of(),
                            Map.of(),
                            new KeyConfig.ServiceAccount("ai", "coder", "u")),
                    new KeyConfig(
                            "ai/key",
                            List.of(DIGEST),
                            true,
                            null,
                            List.of(),
                            Map.of(DIGEST, 5L),
                            null,
                            new KeyLimits(60L, null, 8),
                            new KeyBudget(5, KeyBudget.Period.WEEK, "UTC"))));

    @Test
    void everythingIsReadAsItWasWritten() {
        assertThat(ConfigCodec.decode(ConfigCodec.encode(CONFIG))).isEqualTo(CONFIG);
    }

    @Test
    void membersOfALaterReleaseAreIgnoredWhereverTheyStand() throws IOException {
        ObjectNode tree = tree(CONFIG);
        extend(tree);

        assertThat(ConfigCodec.decode(packed(tree))).isEqualTo(CONFIG);
    }

    @Test
    void membersThatAnEarlierReleaseDidNotWriteHaveTheirDefaults() throws IOException {
        ObjectNode tree = tree(CONFIG);
        ((ObjectNode) tree.path("settings")).remove("tokens");
        tree.path("keys")
                .forEach(key ->
                        ((ObjectNode) key).remove(List.of("serviceAccount", "digestUntilMillis", "limits", "budget")));

        GatewayConfig read = ConfigCodec.decode(packed(tree));

        assertThat(read.settings().tokens()).isNull();
        assertThat(read.keys()).allSatisfy(key -> {
            assertThat(key.serviceAccount()).isNull();
            assertThat(key.digestUntilMillis()).isEmpty();
            assertThat(key.limits()).isNull();
            assertThat(key.budget()).isNull();
        });
    }

    /** An earlier gateway knows a caller without a key as one whose key nobody can show, and refuses its token as a bad key. */
    @Test
    void membersThatAnEarlierReleaseKnowsAreThere() throws IOException {
        JsonNode account = tree(CONFIG).path("keys").path(0);

        assertThat(account.path("caller").asText()).isEqualTo("ai/account");
        assertThat(account.path("active").asBoolean()).isTrue();
        assertThat(account.path("digests").isEmpty()).isTrue();
    }

    @Test
    void configurationWithoutTokensIsWrittenAsBefore() throws IOException {
        ObjectNode settings = (ObjectNode) tree(new GatewayConfig(
                        GatewayConfig.FORMAT,
                        "ai/main",
                        GatewayConfig.Settings.DEFAULT,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()))
                .path("settings");

        assertThat(settings.has("tokens")).isFalse();
    }

    @Test
    void allotmentsAreReadAsTheyWereWrittenAndLaterMembersIgnored() {
        Allotments allotments = new Allotments(
                List.of("gw-1", "gw-2"),
                List.of(new Allotments.Shares("ai/key", List.of(900_000, 100_000), List.of(), List.of(3, 0))),
                List.of(new Allotments.Grants(
                        "ai/key", 7, 0, 0, false, List.of(new Allotments.Grant("gw-1", 5, 1_000)))));

        assertThat(ConfigCodec.decodeAllotments(ConfigCodec.encode(allotments))).isEqualTo(allotments);
        assertThat(ConfigCodec.decodeAllotments(ConfigCodec.gzip("{\"later\":1}".getBytes())))
                .isEqualTo(Allotments.NONE);
    }

    /** Published by an operator of 2026-11-30 for the samples and what else its release knew. */
    @Test
    void whatAnEarlierReleasePublishedIsReadUnderItsOwnRevision() throws IOException {
        ConfigDocument read = ConfigDocument.read(Map.of(RouterSecrets.CONFIG_KEY, ConfigCodec.gzip(published())));

        assertThat(read.revision()).isEqualTo("855052478a55a260");
        assertThat(new ConfigReader().read(Map.of(RouterSecrets.CONFIG_KEY, ConfigCodec.gzip(published()))))
                .isEqualTo(read);
        assertThat(read.config().keys())
                .extracting(KeyConfig::caller)
                .containsExactly(
                        "ninerouter-system/bounded",
                        "ninerouter-system/caller",
                        "ninerouter-system/coder",
                        "ninerouter-system/intern");
    }

    /** What an earlier release wrote, a gateway of it still needs: members may be added, none may go or change. */
    @Test
    void thisReleaseWritesAllThatAGatewayOfTheEarlierOneReads() throws IOException {
        JsonNode then = JSON.readTree(published());
        JsonNode now = tree(ConfigDocument.read(Map.of(RouterSecrets.CONFIG_KEY, ConfigCodec.gzip(published())))
                .config());

        assertThat(missing("", then, now)).isEmpty();
    }

    private static byte[] published() throws IOException {
        try (InputStream in = NeighbouringReleasesTest.class.getResourceAsStream("/releases/2026-11-30/config.json")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static List<String> missing(String path, JsonNode then, JsonNode now) {
        if (then.isObject()) {
            return then.properties().stream()
                    .flatMap(member ->
                            missing(path + "/" + member.getKey(), member.getValue(), now.path(member.getKey()))
                                    .stream())
                    .toList();
        }
        if (then.isArray() && now.size() == then.size()) {
            return IntStream.range(0, then.size())
                    .boxed()
                    .flatMap(i -> missing(path + "/" + i, then.get(i), now.get(i)).stream())
                    .toList();
        }
        return then.equals(now) ? List.of() : List.of(path + ": " + now + " (expected: " + then + ")");
    }

    private static void extend(JsonNode node) {
        node.forEach(NeighbouringReleasesTest::extend);
        if (node instanceof ObjectNode object
                && !object.isEmpty()
                && !object.fieldNames().next().equals(DIGEST)) {
            object.putObject("laterMember").put("x", 1);
        }
    }

    private static ObjectNode tree(GatewayConfig config) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(ConfigCodec.encode(config)))) {
            return (ObjectNode) JSON.readTree(in);
        }
    }

    private static byte[] packed(JsonNode tree) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(JSON.writeValueAsBytes(tree));
        }
        return out.toByteArray();
    }
}
