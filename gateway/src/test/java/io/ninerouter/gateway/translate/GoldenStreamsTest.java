package io.ninerouter.gateway.translate;

import static io.ninerouter.config.Dialect.ANTHROPIC;
import static io.ninerouter.config.Dialect.GEMINI;
import static io.ninerouter.config.Dialect.OPENAI_CHAT;
import static io.ninerouter.config.Dialect.OPENAI_RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.TargetModel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Known streams: what a client of another dialect sees of them (facts page on tests, section 3). */
class GoldenStreamsTest {
    /** A stream of one dialect, and what a client of the other sees. */
    record Streamed(String name, Dialect provider, Dialect client, List<String> events, List<String> seen) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<String> CHAT = List.of(
            "{'id':'c','object':'chat.completion.chunk','created':1,'model':'m','choices':[{'index':0,'delta':{'role':'assistant','reasoning_content':'th'}}]}",
            "{'id':'c','object':'chat.completion.chunk','created':1,'model':'m','choices':[{'index':0,'delta':{'content':'Hello'}}]}",
            "{'id':'c','object':'chat.completion.chunk','created':1,'model':'m','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'c1','type':'function','function':{'name':'ls','arguments':''}}]}}]}",
            "{'id':'c','object':'chat.completion.chunk','created':1,'model':'m','choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{}'}}]}}]}",
            "{'id':'c','object':'chat.completion.chunk','created':1,'model':'m','choices':[{'index':0,'delta':{},'finish_reason':'tool_calls'}],'usage':{'prompt_tokens':10,'completion_tokens':5,'total_tokens':15,'prompt_tokens_details':{'cached_tokens':4}}}",
            "[DONE]");

    private static final List<String> CHAT_TO_CLAUDE = List.of(
            "message_start",
            "content_block_start thinking",
            "content_block_delta thinking_delta",
            "content_block_stop",
            "content_block_start text",
            "content_block_delta text_delta",
            "content_block_stop",
            "content_block_start tool_use",
            "content_block_delta input_json_delta",
            "content_block_stop",
            "message_delta tool_use input=6 read=4 output=5",
            "message_stop");

    static Stream<Streamed> streams() {
        return Stream.of(
                new Streamed("G7 chat to Claude", OPENAI_CHAT, ANTHROPIC, CHAT, CHAT_TO_CLAUDE),
                new Streamed(
                        "chat that ends without saying so once more",
                        OPENAI_CHAT,
                        ANTHROPIC,
                        CHAT.subList(0, CHAT.size() - 1),
                        CHAT_TO_CLAUDE),
                new Streamed(
                        "chat with a rest behind its end",
                        OPENAI_CHAT,
                        ANTHROPIC,
                        Stream.concat(CHAT.stream(), Stream.of("{'rest':", "[DONE]"))
                                .toList(),
                        CHAT_TO_CLAUDE),
                new Streamed(
                        "G8 chat to Responses",
                        OPENAI_CHAT,
                        OPENAI_RESPONSES,
                        CHAT,
                        List.of(
                                "response.created",
                                "response.in_progress",
                                "response.output_item.added reasoning",
                                "response.reasoning_summary_part.added",
                                "response.reasoning_summary_text.delta",
                                "response.reasoning_summary_text.done",
                                "response.reasoning_summary_part.done",
                                "response.output_item.done reasoning",
                                "response.output_item.added message",
                                "response.content_part.added",
                                "response.output_text.delta",
                                "response.output_text.done",
                                "response.content_part.done",
                                "response.output_item.done message",
                                "response.output_item.added function_call",
                                "response.function_call_arguments.delta",
                                "response.function_call_arguments.done",
                                "response.output_item.done function_call",
                                "response.completed input=10 cached=4 output=5")),
                new Streamed(
                        "G9 Claude to chat",
                        ANTHROPIC,
                        OPENAI_CHAT,
                        List.of(
                                "{'type':'message_start','message':{'id':'msg_1','type':'message','role':'assistant','model':'m','content':[],'usage':{'input_tokens':3,'cache_read_input_tokens':100,'output_tokens':1}}}",
                                "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}",
                                "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Hi'}}",
                                "{'type':'content_block_stop','index':0}",
                                "{'type':'content_block_start','index':1,'content_block':{'type':'tool_use','id':'toolu_1','name':'ls','input':{}}}",
                                "{'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta','partial_json':'{}'}}",
                                "{'type':'content_block_stop','index':1}",
                                "{'type':'message_delta','delta':{'stop_reason':'tool_use','stop_sequence':null},'usage':{'output_tokens':7}}",
                                "{'type':'message_stop'}"),
                        List.of(
                                "role",
                                "content Hi",
                                "call ls",
                                "arguments {}",
                                "finish tool_calls",
                                "usage 103+7 cached 100",
                                "[DONE]")),
                new Streamed(
                        "G10 Gemini to chat",
                        GEMINI,
                        OPENAI_CHAT,
                        List.of(
                                "{'candidates':[{'content':{'role':'model','parts':[{'text':'think','thought':true},{'text':'Hi'}]},'index':0}],'responseId':'r','modelVersion':'m'}",
                                "{'candidates':[{'content':{'role':'model','parts':[{'functionCall':{'name':'ls','args':{'a':1}}}]},'finishReason':'STOP','index':0}],'usageMetadata':{'promptTokenCount':10,'candidatesTokenCount':3,'thoughtsTokenCount':2,'cachedContentTokenCount':4,'totalTokenCount':15}}"),
                        List.of(
                                "role",
                                "reasoning think",
                                "content Hi",
                                "call ls",
                                "arguments {\"a\":1}",
                                "finish tool_calls",
                                "usage 10+5 cached 4 reasoning 2",
                                "[DONE]")),
                new Streamed(
                        "G11 Responses to Claude, with side events",
                        OPENAI_RESPONSES,
                        ANTHROPIC,
                        List.of(
                                "{'type':'response.created','sequence_number':0,'response':{'id':'resp_1','object':'response','created_at':1,'model':'m','status':'in_progress','output':[]}}",
                                "{'type':'codex.rate_limits','plan_type':'plus','rate_limits':{'allowed':true}}",
                                "{'type':'response.output_item.added','sequence_number':1,'output_index':0,'item':{'type':'message','id':'msg_1','role':'assistant','status':'in_progress','content':[]}}",
                                "{'type':'response.output_text.delta','sequence_number':2,'item_id':'msg_1','output_index':0,'content_index':0,'delta':'Hi'}",
                                "{'type':'response.output_item.done','sequence_number':3,'output_index':0,'item':{'type':'message','id':'msg_1','role':'assistant','status':'completed','content':[{'type':'output_text','text':'Hi','annotations':[]}]}}",
                                "{'type':'response.completed','sequence_number':4,'response':{'id':'resp_1','object':'response','created_at':1,'model':'m','status':'completed','output':[],'usage':{'input_tokens':10,'output_tokens':2,'total_tokens':12,'input_tokens_details':{'cached_tokens':4}}}}",
                                "{'type':'codex.rate_limits','plan_type':'plus'}"),
                        List.of(
                                "message_start",
                                "content_block_start text",
                                "content_block_delta text_delta",
                                "content_block_stop",
                                "message_delta end_turn input=6 read=4 output=2",
                                "message_stop")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void aStreamIsToldAsExpected(Streamed streamed) {
        ChatRequest request = ChatRequest.of("m", List.of());
        Exchange exchange = new Exchange(
                streamed.client,
                request.with(request.settings().with(new Delivery(true, true))),
                new TargetModel(streamed.provider, "m", null),
                new Ids(new Random(1), 1));
        TranslatedPipe pipe = Codecs.TRANSLATION.pipe(exchange, Framing.SSE, Framing.SSE);
        StringBuilder out = new StringBuilder();
        for (String event : streamed.events) {
            String type = event.startsWith("{'type'") ? "event: " + event.split("'")[3] + "\n" : "";
            pipe.feed(ByteBuffer.wrap(
                    (type + "data: " + GoldenRequestsTest.quoted(event) + "\n\n").getBytes(StandardCharsets.UTF_8)));
            out.append(new String(pipe.drain(), StandardCharsets.UTF_8));
        }
        pipe.end();
        out.append(new String(pipe.drain(), StandardCharsets.UTF_8));

        List<String> seen = new ArrayList<>();
        long sequence = -1;
        for (String event : out.toString().split("\n\n")) {
            String data = event.substring(event.indexOf("data: ") + 6);
            JsonNode json = data.equals("[DONE]") ? null : Fixture.JSON.readTree(data);
            seen.addAll(json == null ? List.of(data) : words(streamed.client, json));
            if (streamed.client == OPENAI_RESPONSES && json != null) {
                assertThat(json.path("sequence_number").asLong()).isEqualTo(++sequence);
            }
        }
        assertThat(seen).isEqualTo(streamed.seen);
    }

    private static List<String> words(Dialect client, JsonNode json) {
        String type = json.path("type").asString("");
        return switch (client) {
            case ANTHROPIC -> List.of((type + " " + detail(json)).strip());
            case OPENAI_RESPONSES -> List.of((type + " " + item(json)).strip());
            default -> chunk(json);
        };
    }

    private static String detail(JsonNode json) {
        if (json.has("usage") && json.path("delta").has("stop_reason")) {
            JsonNode usage = json.path("usage");
            return json.path("delta").path("stop_reason").asString() + " input=" + usage.path("input_tokens") + " read="
                    + usage.path("cache_read_input_tokens") + " output=" + usage.path("output_tokens");
        }
        return json.path("content_block").path("type").asString("")
                + json.path("delta").path("type").asString("");
    }

    private static String item(JsonNode json) {
        JsonNode usage = json.path("response").path("usage");
        if (usage.isObject()) {
            return "input=" + usage.path("input_tokens") + " cached="
                    + usage.path("input_tokens_details").path("cached_tokens") + " output="
                    + usage.path("output_tokens");
        }
        return json.path("item").path("type").asString("");
    }

    private static List<String> chunk(JsonNode json) {
        List<String> said = new ArrayList<>();
        JsonNode delta = json.path("choices").path(0).path("delta");
        JsonNode call = delta.path("tool_calls").path(0).path("function");
        if (delta.has("role")) {
            said.add("role");
        }
        text(said, "reasoning ", delta.path("reasoning_content"));
        text(said, "content ", delta.path("content"));
        text(said, "call ", call.path("name"));
        text(said, "arguments ", call.path("arguments"));
        text(said, "finish ", json.path("choices").path(0).path("finish_reason"));
        JsonNode thought = json.path("usage").path("completion_tokens_details").path("reasoning_tokens");
        if (json.path("usage").isObject()) {
            said.add("usage " + json.path("usage").path("prompt_tokens") + "+"
                    + json.path("usage").path("completion_tokens") + " cached "
                    + json.path("usage").path("prompt_tokens_details").path("cached_tokens")
                    + (thought.asInt(0) == 0 ? "" : " reasoning " + thought));
        }
        return said;
    }

    private static void text(List<String> said, String word, JsonNode value) {
        if (value.isString() && !value.asString().isEmpty()) {
            said.add(word + value.asString());
        }
    }
}
