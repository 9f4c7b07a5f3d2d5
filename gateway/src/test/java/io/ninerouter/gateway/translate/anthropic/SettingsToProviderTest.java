package io.ninerouter.gateway.translate.anthropic;

import static io.ninerouter.gateway.translate.anthropic.RequestCase.row;
import static io.ninerouter.gateway.translate.anthropic.Requests.ALIEN;
import static io.ninerouter.gateway.translate.anthropic.Requests.NEW;
import static io.ninerouter.gateway.translate.anthropic.Requests.OLD;
import static io.ninerouter.gateway.translate.anthropic.Requests.hi;
import static io.ninerouter.gateway.translate.anthropic.Requests.said;
import static io.ninerouter.gateway.translate.anthropic.Requests.user;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.json.RawJson;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings of other dialects' clients, as they reach a provider of this one. */
class SettingsToProviderTest {

    @ParameterizedTest
    @MethodSource({"formats", "samplings"})
    void saysWhatTheApiAccepts(RequestCase row) {
        row.check();
    }

    private static final RawJson NONE =
            RawJson.of("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");

    static List<RequestCase> formats() {
        RawJson schema =
                RawJson.of("{\"type\":\"object\",\"properties\":{\"minimum\":{\"type\":\"integer\",\"minimum\":1}}}");
        OutputFormat named = new OutputFormat.JsonSchema("n", null, schema, true);
        return List.of(
                row(
                        "schema",
                        hi(named),
                        NEW,
                        "/output_config/format",
                        "{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\",\"properties\":{\"minimum\":"
                                + "{\"type\":\"integer\",\"description\":\"minimum: 1\"}},\"additionalProperties\":false}}",
                        "~JSON_SCHEMA: without name and description",
                        "~JSON_SCHEMA: objects without further members",
                        "~JSON_SCHEMA: without minimum"),
                row(
                        "schema of an answer that was begun, by a model that would go on from it",
                        hi(new OutputFormat.JsonSchema(null, null, NONE, true)).with(List.of(user("hi"), said("{"))),
                        OLD,
                        "/messages/2/role",
                        "\"user\"",
                        "~ASSISTANT_PREFILL: as a request to go on"),
                row(
                        "schema that cannot bind, of an answer that was begun, by a model that goes on from it",
                        hi(new OutputFormat.JsonSchema(null, null, RawJson.EMPTY_OBJECT, true))
                                .with(List.of(user("hi"), said("{"))),
                        OLD,
                        "/messages/2",
                        "(none)",
                        "-JSON_SCHEMA: not bound: a value of any kind",
                        "~JSON_SCHEMA: as instructions"),
                row(
                        "some object that was begun, by a model that goes on from it",
                        hi(new OutputFormat.JsonObject()).with(List.of(user("hi"), said("{"))),
                        OLD,
                        "/messages/2",
                        "(none)",
                        "~JSON_OBJECT: as instructions"),
                row(
                        "schema for a model without",
                        hi(named),
                        ALIEN,
                        "/system",
                        "\"When you answer without calling a tool, answer with one JSON object and nothing else: no other words, no code fence.\\n"
                                + "It must match this JSON Schema:\\n"
                                + schema.text().replace("\"", "\\\"") + "\"",
                        "~JSON_SCHEMA: as instructions"),
                row(
                        "some object",
                        hi(new OutputFormat.JsonObject()),
                        NEW,
                        "/system",
                        "\"When you answer without calling a tool, answer with one JSON object and nothing else: no other words, no code fence.\"",
                        "~JSON_OBJECT: as instructions"));
    }

    static List<RequestCase> samplings() {
        return List.of(
                row("temperature", sampled(0.5, null, null), OLD, "/temperature", "0.5"),
                row(
                        "hotter than there is",
                        sampled(1.7, null, null),
                        OLD,
                        "/temperature",
                        "1",
                        "~TEMPERATURE: at most 1"),
                row("both", sampled(0.5, 0.9, null), OLD, "/top_p", "(none)", "-TOP_P: temperature excludes it"),
                row("both, older", sampled(0.5, 0.9, null), "claude-sonnet-4-0", "/top_p", "0.9"),
                row(
                        "none on newer models",
                        sampled(0.5, 0.9, 40L),
                        NEW,
                        "/temperature",
                        "(none)",
                        "-TEMPERATURE: the model has none",
                        "-TOP_P: the model has none",
                        "-TOP_K: the model has none"),
                row(
                        "seed and penalties",
                        Requests.with(hi(), new Sampling(null, null, null, 7L, 0.1, null)),
                        OLD,
                        "/seed",
                        "(none)",
                        "-SEED: has no such setting",
                        "-PENALTIES: has no such setting"));
    }

    private static ChatRequest sampled(Double temperature, Double topP, Long topK) {
        return Requests.with(hi(), new Sampling(temperature, topP, topK, null, null, null));
    }
}
