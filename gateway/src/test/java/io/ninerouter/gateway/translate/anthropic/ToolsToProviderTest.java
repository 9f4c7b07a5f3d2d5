package io.ninerouter.gateway.translate.anthropic;

import static io.ninerouter.gateway.translate.anthropic.Requests.ALIEN;
import static io.ninerouter.gateway.translate.anthropic.Requests.NEW;
import static io.ninerouter.gateway.translate.anthropic.Requests.function;
import static io.ninerouter.gateway.translate.anthropic.Requests.hi;
import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.json.RawJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ToolsToProviderTest {
    private static final ToolName F = ToolName.function("f");
    private static final RawJson RANGE =
            RawJson.of("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":1}}}");

    record Case(String name, Tooling tooling, String model, String pointer, String expected, List<String> losses) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource({"choices", "declarations"})
    void saysWhatTheApiAccepts(Case row) {
        Requests.Encoded encoded = Requests.encode(hi().with(row.tooling()), row.model());

        assertThat(encoded.at(row.pointer())).isEqualTo(row.expected());
        assertThat(encoded.losses()).containsExactlyInAnyOrderElementsOf(row.losses());
    }

    private static Case choice(String name, ToolChoice choice, Boolean parallel, String expected, String... losses) {
        Tooling tooling = new Tooling(List.of(function("f"), function("g")), choice, parallel);
        return new Case(name, tooling, NEW, "/tool_choice", expected, List.of(losses));
    }

    static List<Case> choices() {
        ToolChoice some = new ToolChoice.Allowed(true, List.of(F));
        return List.of(
                choice("nothing", null, null, "(none)"),
                choice("auto", new ToolChoice.Auto(), null, "{\"type\":\"auto\"}"),
                choice("none", new ToolChoice.None(), false, "{\"type\":\"none\"}"),
                choice("any", new ToolChoice.Any(), null, "{\"type\":\"any\"}"),
                choice("one", new ToolChoice.Forced(F), null, "{\"type\":\"tool\",\"name\":\"f\"}"),
                choice("one at a time", null, false, "{\"type\":\"auto\",\"disable_parallel_tool_use\":true}"),
                choice("many at a time", null, true, "(none)"),
                choice(
                        "any, one at a time",
                        new ToolChoice.Any(),
                        false,
                        "{\"type\":\"any\",\"disable_parallel_tool_use\":true}"),
                choice("one of some", some, null, "{\"type\":\"any\"}", "~TOOL_CHOICE_ALLOWED: by offering no others"),
                choice(
                        "what another dialect has",
                        new ToolChoice.Opaque(Dialect.GEMINI, RawJson.EMPTY_OBJECT),
                        null,
                        "{\"type\":\"auto\"}",
                        "-TOOL_CHOICE: of another dialect"),
                new Case(
                        "the others are not offered",
                        new Tooling(List.of(function("f"), function("g")), some, null),
                        NEW,
                        "/tools/1",
                        "(none)",
                        List.of("~TOOL_CHOICE_ALLOWED: by offering no others")),
                new Case(
                        "no tools",
                        new Tooling(List.of(), new ToolChoice.Any(), null),
                        NEW,
                        "/tool_choice",
                        "(none)",
                        List.of()));
    }

    private static Case tool(String name, Tool tool, String model, String pointer, String expected, String... losses) {
        return new Case(
                name, new Tooling(List.of(tool), null, null), model, "/tools/0" + pointer, expected, List.of(losses));
    }

    private static Tool declared(RawJson schema, Boolean strict, Tool.Options options) {
        return new Tool.Function(F, "d", schema, strict, options);
    }

    static List<Case> declarations() {
        Tool.Options deferred = new Tool.Options(true, null, false, null, Extras.NONE);
        Tool.Options foreign = new Tool.Options(
                false, null, true, null, new Extras(Dialect.OPENAI_CHAT, Map.of("odd", RawJson.EMPTY_OBJECT)));
        return List.of(
                tool(
                        "no arguments",
                        declared(null, null, Tool.Options.NONE),
                        NEW,
                        "",
                        "{\"name\":\"f\",\"description\":\"d\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}}"),
                tool(
                        "strict",
                        declared(RANGE, true, Tool.Options.NONE),
                        NEW,
                        "/input_schema",
                        "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"description\":\"minimum: 1\"}},"
                                + "\"additionalProperties\":false}",
                        "~TOOL_SCHEMA: without minimum",
                        "~TOOL_SCHEMA: objects without further members"),
                tool(
                        "strict, no arguments",
                        declared(null, true, Tool.Options.NONE),
                        NEW,
                        "/input_schema",
                        "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}"),
                tool(
                        "strict, a root that says nothing",
                        declared(RawJson.EMPTY_OBJECT, true, Tool.Options.NONE),
                        NEW,
                        "/input_schema",
                        "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}",
                        "~TOOL_SCHEMA: objects without further members"),
                tool(
                        "strict where there is none",
                        declared(RANGE, true, Tool.Options.NONE),
                        ALIEN,
                        "/strict",
                        "(none)",
                        "-TOOL_STRICT: the model has none"),
                tool("not strict", declared(RANGE, false, Tool.Options.NONE), NEW, "/input_schema", RANGE.text()),
                tool(
                        "deferred",
                        declared(RANGE, null, deferred),
                        NEW,
                        "/defer_loading",
                        "(none)",
                        "~TOOLS_DEFERRED: told at once"),
                tool(
                        "inserted, with extras",
                        declared(RANGE, null, foreign),
                        NEW,
                        "/odd",
                        "(none)",
                        "~TOOLS_INSERTED: beside the conversation",
                        "-VENDOR_FIELDS: odd"),
                tool(
                        "server tool of another provider",
                        new Tool.Server(Dialect.OPENAI_RESPONSES, "image_generation", RawJson.EMPTY_OBJECT, null),
                        NEW,
                        "",
                        "(none)",
                        "-TOOLS_SERVER: image_generation"),
                tool(
                        "free text",
                        new Tool.Custom(ToolName.custom("patch"), "d", null, Tool.Options.NONE),
                        NEW,
                        "/input_schema/required",
                        "[\"input\"]",
                        "~TOOLS_CUSTOM: as function with one string argument"));
    }
}
