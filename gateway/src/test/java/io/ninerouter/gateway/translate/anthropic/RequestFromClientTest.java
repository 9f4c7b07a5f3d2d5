package io.ninerouter.gateway.translate.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.CacheHint;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of clients of this dialect, in normal form. */
class RequestFromClientTest {
    /** Everything that the dialect has, in one conversation that its API would take. */
    private static final String FULL = """
            {"model": "claude-opus-5-5", "max_tokens": 9000, "stream": true, "temperature": 1, "stop_sequences": ["END"],
             "service_tier": "standard_only", "metadata": {"user_id": "u-1"}, "container": {"id": "c"},
             "context_management": {"edits": []},
             "thinking": {"type": "adaptive", "display": "omitted"},
             "output_config": {"effort": "xhigh", "task_budget": {"total": 5},
               "format": {"type": "json_schema", "schema": {"type": "object"}}},
             "system": [{"type": "text", "text": "S", "cache_control": {"type": "ephemeral", "ttl": "1h"}}],
             "tools": [
               {"name": "ls", "description": "List", "input_schema": {"type": "object", "properties": {"pattern": {}}},
                "strict": true, "eager_input_streaming": true, "cache_control": {"type": "ephemeral"}},
               {"type": "custom", "name": "later", "input_schema": {"type": "object"}, "defer_loading": true},
               {"type": "web_search_20250305", "name": "web_search", "max_uses": 3}],
             "tool_choice": {"type": "auto", "disable_parallel_tool_use": true},
             "messages": [
               {"role": "user", "content": [
                 {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AAAA"}},
                 {"type": "image", "source": {"type": "url", "url": "https://x/y.png"}},
                 {"type": "image", "source": {"type": "file", "file_id": "file_1"}},
                 {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "D"},
                  "title": "T", "context": "C", "citations": {"enabled": true}},
                 {"type": "search_result", "source": "s", "title": "t", "content": []},
                 {"type": "text", "text": "go", "cache_control": {"type": "ephemeral"}}]},
               {"role": "system", "content": "Be brief", "output_config": {"effort": "low"}},
               {"role": "assistant", "content": [
                 {"type": "thinking", "thinking": "hm", "signature": "sig"},
                 {"type": "redacted_thinking", "data": "dark"},
                 {"type": "server_tool_use", "id": "s1", "name": "web_search", "input": {"query": "q"}},
                 {"type": "web_search_tool_result", "tool_use_id": "s1", "content": []},
                 {"type": "text", "text": "found", "citations": [{"type": "web_search_result_location",
                   "url": "https://x", "title": "X", "encrypted_index": "i", "cited_text": "words"}]},
                 {"type": "tool_use", "id": "t1", "name": "ls", "input": {"p": "."}, "caller": {"type": "direct"}},
                 {"type": "tool_use", "id": "t2", "name": "ls", "input": {}}]},
               {"role": "user", "content": [
                 {"type": "tool_result", "tool_use_id": "t1", "content": [{"type": "text", "text": "a"},
                   {"type": "image", "source": {"type": "base64", "media_type": "image/gif", "data": "BBBB"}}]},
                 {"type": "tool_result", "tool_use_id": "t2", "content": "no", "is_error": true,
                  "cache_control": {"type": "ephemeral"}},
                 {"type": "text", "text": "and now?"}]}]}
            """;

    private static ChatRequest decode(String json) {
        return Streams.CODEC.decodeRequest(Utf8.of(json));
    }

    @Test
    void readsSettings() {
        ChatRequest request = decode(FULL);

        assertThat(request.settings().reasoning())
                .isEqualTo(new ReasoningWish(ReasoningWish.Mode.ADAPTIVE, "xhigh", null, "omitted"));
        assertThat(request.settings().delivery()).isEqualTo(new Delivery(true, true));
        assertThat(request.settings().output().maxTokens()).isEqualTo(9000);
        assertThat(request.settings().output().stop()).containsExactly("END");
        assertThat(request.settings().output().format()).isInstanceOf(OutputFormat.JsonSchema.class);
        assertThat(request.session().user()).isEqualTo("u-1");
        assertThat(request.session().metadata()).isNull();
        assertThat(request.session().serviceTier()).isEqualTo("standard_only");
        assertThat(request.extras().of(Dialect.ANTHROPIC))
                .containsOnlyKeys("container", "context_management", "output_config")
                .containsEntry("output_config", RawJson.of("{\"task_budget\":{\"total\": 5}}"));
    }

    @Test
    void readsTools() {
        ChatRequest request = decode(FULL);

        assertThat(request.tooling().choice()).isEqualTo(new ToolChoice.Auto());
        assertThat(request.tooling().parallel()).isFalse();
        assertThat(request.tooling().tools())
                .hasSize(3)
                .element(0)
                .isEqualTo(new Tool.Function(
                        ToolName.function("ls"),
                        "List",
                        RawJson.of("{\"type\": \"object\", \"properties\": {\"pattern\": {}}}"),
                        true,
                        new Tool.Options(
                                false,
                                null,
                                false,
                                new CacheHint(null),
                                Requests.extras("eager_input_streaming", "true"))));
        assertThat(((Tool.Function) request.tooling().tools().get(1)).options().deferred())
                .isTrue();
        assertThat(((Tool.Server) request.tooling().tools().get(2)).type()).isEqualTo("web_search_20250305");
    }

    @Test
    void readsTheConversationInNormalForm() {
        List<Message> messages = decode(FULL).messages();

        assertThat(messages)
                .extracting(Message::role)
                .containsExactly(Role.SYSTEM, Role.USER, Role.SYSTEM, Role.ASSISTANT, Role.TOOL, Role.USER);
        assertThat(messages.get(0).parts()).containsExactly(new Part.Text("S", List.of(), null, new CacheHint("1h")));
        assertThat(messages.get(1).parts())
                .element(3)
                .isEqualTo(new Part.Attachment(
                        Media.Kind.DOCUMENT,
                        new Media.PlainText("D"),
                        new Part.MediaDetail("T", null, "C", true),
                        null));
        assertThat(messages.get(1).parts()).element(4).isInstanceOf(Part.Opaque.class);
        assertThat(messages.get(2).extras()).isEqualTo(Requests.extras("output_config", "{\"effort\": \"low\"}"));
        assertThat(messages.get(3).parts())
                .startsWith(
                        Part.Reasoning.of("hm", new Seal(Seal.Kind.SIGNATURE, "sig", Dialect.ANTHROPIC, null)),
                        Part.Reasoning.of("", new Seal(Seal.Kind.REDACTED, "dark", Dialect.ANTHROPIC, null)));
        assertThat(messages.get(3).parts()).element(2).isInstanceOf(Part.ServerTool.class);
        assertThat(((Part.ToolCall) messages.get(3).parts().get(5)).extras())
                .isEqualTo(Requests.extras("caller", "{\"type\": \"direct\"}"));
        assertThat(messages.get(4).parts())
                .element(1)
                .isEqualTo(new Part.ToolResult(
                        "t2", List.of(new Part.Text("no")), true, new CacheHint(null), Extras.NONE));
    }

    @Test
    void writesEverythingItReadWithoutLoss() {
        ChatRequest request = decode(FULL);

        Requests.Encoded encoded = Requests.encode(Dialect.ANTHROPIC, request, request.model(), null);

        assertThat(encoded.losses()).isEmpty();
        ChatRequest again = decode(encoded.body().toString());
        assertThat(again.messages())
                .isEqualTo(decode(Requests.JSON.readTree(FULL).toString()).messages());
        assertThat(again).isEqualTo(decode(Requests.JSON.readTree(FULL).toString()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {"messages":[{"role":"user","content":[{"type":"text","text":5}]}]}     | messages.0.content.0.text: number (expected: string)
            {"messages":[{"role":"user","content":[{"text":"x"}]}]}                 | messages.0.content.0.type: missing (expected: string)
            {"messages":[{"role":"user","content":["x"]}]}                          | messages.0.content.0: no object (expected: object)
            {"messages":[{"role":"robot","content":"x"}]}                           | messages.0.role: unknown (expected: user, assistant or system)
            {"messages":[{"content":"x"}]}                                          | messages.0.role: missing (expected: user, assistant or system)
            {"messages":[{"role":"user","content":[{"type":"tool_result"}]}]}       | messages.0.content.0.tool_use_id: missing (expected: string)
            {"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"","name":"f"}]}]} | messages.0.content.0.id: empty (expected: the id of a tool use)
            {"messages":{}}                                                         | messages: object (expected: array)
            {"system":[{"type":"text"}]}                                            | system.0.text: missing (expected: string)
            {"max_tokens":"5"}                                                      | max_tokens: text (expected: whole number)
            {"thinking":"on"}                                                       | thinking: no object (expected: object)
            {"tools":[{"input_schema":{}}]}                                         | tools.0.name: missing (expected: string)
            {"tools":{}}                                                            | tools: object (expected: array)
            {"tool_choice":{"type":"tool"}}                                         | name: missing (expected: string)
            []                                                                      | body: array (expected: object)
            """)
    void saysWhatIsWrong(String json, String message) {
        assertThatThrownBy(() -> decode(json))
                .isInstanceOf(BadJsonException.class)
                .hasMessage(message);
    }
}
