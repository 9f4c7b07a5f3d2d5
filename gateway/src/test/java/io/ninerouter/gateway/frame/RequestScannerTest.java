package io.ninerouter.gateway.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.gateway.recorded.Cuts;
import io.ninerouter.gateway.recorded.RandomJson;
import io.ninerouter.gateway.recorded.Recordings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestScannerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', nullValues = "-", textBlock = """
        {"model":"gpt-5","stream":true}                              | gpt-5   | true  | -
        {"stream":false,"model":"gpt-5"}                             | gpt-5   | false | -
        {"messages":[{"model":"no","stream":true}],"model":"yes"}    | yes     | false | -
        {"mod\\u0065l":"gpt-5"}                                      | gpt-5   | false | -
        {"model":"a\\/b"}                                            | a/b     | false | -
        {"model":"a\\u002fb\\"c"}                                    | a/b"c   | false | -
        {"model":"first","model":"last"}                             | last    | false | -
        {"model":"first","model":null}                               | -       | false | -
        {"stream":true,"stream":null}                                | -       | false | -
        {"stream":"true","model":7}                                  | -       | false | -
        {"stream":1}                                                 | -       | false | -
        {"\\"model":"no","Model":"no","model ":"no"}                 | -       | false | -
        {}                                                           | -       | false | -
        {"user":"u"}                                                 | -       | false | u
        {"metadata":{"user_id":"m"},"user":"u"}                      | -       | false | m
        {"metadata":{"user_id":"m"},"prompt_cache_key":"p"}          | -       | false | p
        {"metadata":{"x":{"user_id":"no"}}}                          | -       | false | -
        {"metadata":[{"user_id":"no"}]}                              | -       | false | -
        {"metadata":{"user_id":"{\\"session\\":\\"s\\"}"}}           | -       | false | {"session":"s"}
        {"metadata":{"user_id":"m"},"metadata":{}}                   | -       | false | -
        {"x":"\\\\","model":"after a backslash"}                     | after a backslash | false | -
        """)
    void readsTheFacts(String json, @Nullable String model, boolean stream, @Nullable String affinityKey) {
        for (Cuts cuts : Cuts.values()) {
            RequestFacts facts = scan(bytes(json), cuts);
            assertThat(facts.model()).as("model, " + cuts).isEqualTo(model);
            assertThat(facts.stream()).as("stream, " + cuts).isEqualTo(stream);
            assertThat(facts.affinityKey()).as("affinity key, " + cuts).isEqualTo(affinityKey);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        [{"model":"a"}] | JSON: an array (expected: an object)
        "model"         | JSON: no container (expected: an object)
        {"model":"a"    | JSON: ended after 12 bytes (expected: a comma or })
        {"model":"\\x"} | JSON: a backslash in a string (expected: one of the escapes of JSON)
        """)
    void refusesWhatIsNoObject(String json, String message) {
        assertThatThrownBy(() -> scan(bytes(json), Cuts.SINGLE_BYTES))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage(message);
    }

    @Test
    void boundsModelNamesAndMembers() {
        String longName = "{\"model\":\"" + "x".repeat(RequestScanner.MAX_TEXT_BYTES) + "\"}";
        String manyMembers = "{" + "\"a\":1,".repeat(RequestScanner.MAX_MEMBERS) + "\"a\":1}";
        for (Cuts cuts : Cuts.values()) {
            assertThatThrownBy(() -> scan(bytes(longName), cuts))
                    .hasMessage("model: over 1024 bytes (expected: at most that)");
            assertThatThrownBy(() -> scan(bytes(manyMembers), cuts))
                    .hasMessage("JSON: over 1000 members (expected: at most that)");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt_cache_options\":{\"mode\":\"explicit\",\"ttl\":\"12h\"},\"metadata\":{\"ttl\":\"1\"}}",
                "{\"prompt_cache_options\":{\"ttl\":12,\"user_id\":\"u\"}}",
                "{\"prompt_cache_options\":{\"ttl\":\"12h\"},\"prompt_cache_options\":{}}",
                "{\"prompt_cache_options\":\"12h\"}"
            })
    void readsHowLongIsCachedAsJacksonDoes(String json) throws IOException {
        for (Cuts cuts : Cuts.values()) {
            agreesWithJackson(json, bytes(json), cuts);
        }
    }

    @Test
    void ignoresAnAffinityKeyThatIsTooLong() {
        String json = "{\"prompt_cache_key\":\"" + "x".repeat(5_000) + "\",\"user\":\"u\"}";
        for (Cuts cuts : Cuts.values()) {
            assertThat(scan(bytes(json), cuts).affinityKey()).isEqualTo("u");
        }
    }

    @ParameterizedTest
    @EnumSource(Cuts.class)
    void readsRecordedRequestsAsJacksonDoes(Cuts cuts) throws IOException {
        Map<String, byte[]> requests = Recordings.requests();
        for (Map.Entry<String, byte[]> request : requests.entrySet()) {
            agreesWithJackson(request.getKey(), request.getValue(), cuts);
        }
        assertThat(requests).hasSizeGreaterThan(150);
    }

    @ParameterizedTest
    @EnumSource(Cuts.class)
    void readsRandomObjectsAsJacksonDoes(Cuts cuts) throws IOException {
        RandomJson random = new RandomJson(4711);
        for (int i = 0; i < 5_000; i++) {
            byte[] json = random.object();
            agreesWithJackson(new String(json, StandardCharsets.UTF_8), json, cuts);
        }
    }

    private static void agreesWithJackson(String name, byte[] json, Cuts cuts) throws IOException {
        JsonNode tree = JSON.readTree(json);
        RequestFacts facts = scan(json, cuts);
        JsonNode affinity = tree.path("prompt_cache_key");
        affinity = affinity.isTextual() ? affinity : tree.path("metadata").path("user_id");
        affinity = affinity.isTextual() ? affinity : tree.path("user");

        assertThat(facts.model()).as(name).isEqualTo(tree.path("model").textValue());
        assertThat(facts.stream())
                .as(name)
                .isEqualTo(
                        tree.path("stream").isBoolean() && tree.path("stream").asBoolean());
        assertThat(facts.affinityKey()).as(name).isEqualTo(affinity.textValue());
        assertThat(facts.cacheTtl())
                .as(name)
                .isEqualTo(tree.path("prompt_cache_options").path("ttl").textValue());
        assertThat(facts.length()).isEqualTo(json.length);
        for (RequestFacts.Member member : facts.members()) {
            JsonNode alone = JSON.readTree(json, member.valueFrom(), member.valueTo() - member.valueFrom());
            assertThat(alone).as(name + ": " + member).isNotNull();
            assertThat(tree.has(member.name())).as(name + ": " + member).isTrue();
        }
    }

    static RequestFacts scan(byte[] json, Cuts cuts) {
        RequestScanner scanner = new RequestScanner();
        for (ByteBuffer chunk : cuts.of(json)) {
            int position = chunk.position();
            scanner.feed(chunk);
            assertThat(chunk.position()).isEqualTo(position);
        }
        return scanner.finish();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
