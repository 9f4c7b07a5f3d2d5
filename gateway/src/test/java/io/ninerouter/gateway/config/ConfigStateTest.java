package io.ninerouter.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.NotUnderstood;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.snapshot.Connection;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ConfigStateTest {
    private final ConfigState state = new ConfigState();
    private final Configs one = Configs.empty().provider("a", "http://a", Dialect.ANTHROPIC);
    private final Configs two =
            Configs.empty().provider("a", "http://a", Dialect.ANTHROPIC).provider("b", "http://b", Dialect.ANTHROPIC);

    private static Map<String, byte[]> config(Configs configs) {
        String revision = ConfigCodec.revision(configs.config());
        return Map.of(
                RouterSecrets.CONFIG_KEY, ConfigCodec.encode(configs.config()),
                RouterSecrets.REVISION_KEY, revision.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, byte[]> credential(String name, String secret) {
        return Map.of(name, ConfigCodec.encode(Credential.apiKey(secret)));
    }

    @Test
    void waitsForBothSecretsInEitherOrder() {
        assertThat(state.config(config(one))).isNull();
        assertThat(state.credentials(credential("a", "x"))).isNotNull();

        ConfigState other = new ConfigState();
        assertThat(other.credentials(credential("a", "x"))).isNull();
        Snapshot snapshot = other.config(config(one));
        assertThat(snapshot).isNotNull();
        assertThat(snapshot.configRevision()).isEqualTo(ConfigCodec.revision(one.config()));
    }

    @Test
    void aConnectionWithoutItsCredentialIsNotUsableYet() {
        state.credentials(credential("a", "x"));

        Snapshot early = state.config(config(two));
        Connection b = early.provider("b").connections().getFirst();
        assertThat(early.equipped(b)).isFalse();

        Snapshot late = state.credentials(Map.of(
                "a", ConfigCodec.encode(Credential.apiKey("x")), "b", ConfigCodec.encode(Credential.apiKey("y"))));
        assertThat(late.equipped(b)).isTrue();
    }

    @Test
    void aRotatedCredentialKeepsTheConfiguration() {
        state.config(config(one));
        Snapshot before = state.credentials(credential("a", "x"));
        Snapshot after = state.credentials(credential("a", "y"));

        assertThat(after.configRevision()).isEqualTo(before.configRevision());
        assertThat(after.credentialsRevision()).isNotEqualTo(before.credentialsRevision());
        assertThat(after.provider("a")).isSameAs(before.provider("a"));
    }

    @Test
    void theSameContentAgainChangesNothing() {
        state.config(config(one));
        state.credentials(credential("a", "x"));

        assertThat(state.config(config(one))).isNull();
        assertThat(state.credentials(credential("a", "x"))).isNull();
    }

    @Test
    void aBadDocumentKeepsTheOldOneAndIsRemembered() {
        state.config(config(one));
        state.credentials(credential("a", "x"));
        Map<String, byte[]> bad = Map.of(
                RouterSecrets.CONFIG_KEY, "no gzip".getBytes(StandardCharsets.UTF_8),
                RouterSecrets.REVISION_KEY, "badbadbad".getBytes(StandardCharsets.UTF_8));

        assertThat(state.config(bad)).isNull();
        assertThat(state.rejection().revision()).isEqualTo("badbadbad");
        assertThat(state.rejection().reason()).contains("not readable");

        Snapshot rotated = state.credentials(credential("a", "y"));
        assertThat(rotated.configRevision()).isEqualTo(ConfigCodec.revision(one.config()));
        assertThat(state.rejection()).isNotNull();

        assertThat(state.config(config(two))).isNotNull();
        assertThat(state.rejection()).isNull();
    }

    @Test
    void goingBackToTheServedDocumentLiftsTheRejection() {
        state.config(config(one));
        state.credentials(credential("a", "x"));
        state.config(Map.of());
        assertThat(state.rejection().reason()).contains(RouterSecrets.CONFIG_KEY);

        assertThat(state.config(config(one))).isNull();
        assertThat(state.rejection()).isNull();
    }

    @Test
    void aBadCredentialIsRejectedWithoutShowingIt() {
        state.config(config(one));
        state.credentials(credential("a", "x"));

        assertThat(state.credentials(Map.of("a", "canary".getBytes(StandardCharsets.UTF_8))))
                .isNull();
        assertThat(state.rejection().reason()).contains("credential a").doesNotContain("canary");
    }

    /** As an operator of a later release would publish it: the provider speaks what this release does not. */
    @Test
    void whatALaterReleaseSaysOfOneProviderLeavesTheOthersAndIsReported() {
        state.config(later(two));
        Snapshot snapshot = state.credentials(credential("b", "x"));

        assertThat(snapshot.provider("a")).isNull();
        assertThat(snapshot.provider("b")).isNotNull();
        assertThat(state.rejection()).isNull();
        assertThat(report(snapshot).notUnderstood()).singleElement().satisfies(told -> {
            assertThat(told.part() + " " + told.name()).isEqualTo("providers a");
            assertThat(told.reason()).startsWith("not served: dialects.0: Telepathy (expected: one of ");
        });
    }

    @Test
    void whatWasUnderstoodBeforeGoesOnToServeAndIsReported() {
        state.config(config(two));
        state.credentials(credential("a", "x"));

        Snapshot snapshot = state.config(later(two));

        assertThat(snapshot.provider("a").config())
                .isEqualTo(two.config().providers().getFirst());
        assertThat(report(snapshot).notUnderstood())
                .singleElement()
                .satisfies(told ->
                        assertThat(told.reason()).startsWith("the form before is served: not served: dialects.0"));
        assertThat(report(state.config(config(two))).notUnderstood()).isEmpty();
    }

    @Test
    void ofVeryMuchThatIsNotUnderstoodTheReportTellsThatThereIsMore() {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < NotUnderstood.MAX + 5; i++) {
            keys.append(i == 0 ? "" : ",").append("{\"caller\":\"n/").append(i).append("\",\"models\":7}");
        }
        state.config(packed("{\"format\":1,\"router\":\"n/r\",\"keys\":[" + keys + "]}"));

        List<NotUnderstood> told = report(state.credentials(Map.of())).notUnderstood();

        assertThat(told).hasSize(NotUnderstood.MAX);
        assertThat(told.getLast().part()).isEqualTo(NotUnderstood.MORE);
        assertThat(told.getLast().reason()).startsWith("6 more");
    }

    /** Provider a speaks a dialect that only a later release knows. */
    private static Map<String, byte[]> later(Configs configs) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(ConfigCodec.encode(configs.config())))) {
            return packed(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceFirst("\"Anthropic\"", "\"Telepathy\""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> packed(String json) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(RouterSecrets.CONFIG_KEY, packed.toByteArray());
    }

    private static ReplicaReport report(Snapshot snapshot) {
        return ReportBuilder.of(
                snapshot,
                null,
                List.of(),
                List.of(),
                connection -> List.of(),
                new ReportBuilder.Moment(true, 0, 1_000, 0));
    }
}
