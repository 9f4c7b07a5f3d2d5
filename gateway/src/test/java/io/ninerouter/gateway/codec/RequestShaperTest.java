package io.ninerouter.gateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.CompletionFold;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.json.RawJson;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestShaperTest {
    private static final Traits STRICT =
            new Traits(new NameRule("_-", 64, true), new NameRule("_-", 64, false), false, false, true);

    @Test
    void renamesToolsEverywhereAndBackInTheAnswer() {
        ToolName name = ToolName.function("my tool/x");
        ChatRequest request = request(assistant(call("c1", name)), result("c1"))
                .with(new Tooling(List.of(function(name)), new ToolChoice.Forced(name), null));
        Exchange exchange = exchange(request);
        ChatRequest shaped = RequestShaper.shape(exchange, STRICT);
        ToolName sent = ToolName.function("my_tool_x");
        assertThat(shaped.tooling().tools()).containsExactly(function(sent));
        assertThat(shaped.tooling().choice()).isEqualTo(new ToolChoice.Forced(sent));
        assertThat(calls(shaped)).extracting(Part.ToolCall::name).containsExactly(sent);
        assertThat(exchange.toolNames().original(sent)).isEqualTo(name);
    }

    @Test
    void tellsApartNamesThatBecomeTheSame() {
        Exchange exchange = exchange(request());
        ToolName one = exchange.toolNames().toSend(ToolName.function("a b"), STRICT);
        ToolName two = exchange.toolNames().toSend(ToolName.function("a/b"), STRICT);
        ToolName grouped = exchange.toolNames().toSend(new ToolName("b", "a", false), STRICT);
        ToolName longOne = exchange.toolNames().toSend(ToolName.function("x".repeat(100)), STRICT);
        assertThat(List.of(one.name(), two.name(), grouped.name())).containsExactly("a_b", "a_b_2", "a__b");
        assertThat(longOne.name()).hasSize(64);
        assertThat(exchange.toolNames().original(two)).isEqualTo(ToolName.function("a/b"));
        assertThat(exchange.toolNames().original(grouped)).isEqualTo(new ToolName("b", "a", false));
    }

    @Test
    void givesFreeTextToolsOneArgumentAndTakesItOutAgainHoweverItIsCut() {
        ToolName patch = ToolName.custom("apply_patch");
        Tool custom = new Tool.Custom(patch, "Patch.", new Tool.Grammar("lark", "start: x"), Tool.Options.NONE);
        Part.ToolCall before = new Part.ToolCall("c1", patch, new ToolInput.Free("*** \"é\"\n"));
        ChatRequest request = request(assistant(before), result("c1")).with(new Tooling(List.of(custom), null, null));
        Exchange exchange = exchange(request);
        ChatRequest shaped = RequestShaper.shape(exchange, STRICT);
        assertThat(shaped.tooling().tools().getFirst())
                .isInstanceOfSatisfying(
                        Tool.Function.class,
                        function -> assertThat(function.description()).contains("start: x"));
        RawJson wrapped = RawJson.of("{\"input\":\"*** \\\"é\\\"\\n\"}");
        assertThat(calls(shaped).getFirst().input()).isEqualTo(new ToolInput.Json(wrapped));
        assertThat(exchange.losses().all()).extracting(Loss::feature).contains(Feature.TOOLS_CUSTOM);

        String arguments = "{ \"input\" : \"*** \\\"\\u00e9\\\"\\n\\ud83d\\ude80\" }";
        for (int size = 1; size <= arguments.length(); size++) {
            CompletionFold fold = new CompletionFold();
            RestoringSink sink = new RestoringSink(exchange, fold);
            tell(sink, "apply_patch", arguments, size);
            Completion.Choice choice = fold.result().choice(0);
            assertThat(choice).isNotNull();
            assertThat(choice.parts())
                    .containsExactly(new Part.ToolCall("c9", patch, new ToolInput.Free("*** \"é\"\n🚀")));
        }
    }

    /** Two messages of one turn, each of which numbers its calls from 0. */
    @Test
    void givesEachCallOfATurnAResultEvenIfTheyShareAnId() {
        ChatRequest request = request(assistant(call("a")), assistant(call("a")), result("a"), user("go on"));
        List<Message> shaped = RequestShaper.shape(exchange(request), STRICT).messages();
        List<String> ids =
                calls(request.with(shaped)).stream().map(Part.ToolCall::id).toList();
        assertThat(ids).containsExactly("a", "a_2");
        assertThat(shaped.get(1).parts())
                .extracting(part -> ((Part.ToolResult) part).callId())
                .containsExactlyElementsOf(ids);
    }

    @Test
    void pairsResultsWithTheirCalls() {
        ChatRequest request = request(
                assistant(call("a"), call("b")),
                user("wait"),
                result("b"),
                assistant(call("c")),
                user("never mind"),
                result("lost"),
                assistant(call("d")));
        Exchange exchange = exchange(request);
        List<Message> shaped = RequestShaper.shape(exchange, STRICT).messages();
        assertThat(shaped)
                .extracting(Message::role)
                .containsExactly(
                        Role.ASSISTANT,
                        Role.TOOL,
                        Role.USER,
                        Role.ASSISTANT,
                        Role.TOOL,
                        Role.USER,
                        Role.USER,
                        Role.ASSISTANT);
        assertThat(shaped.get(1).parts())
                .extracting(part -> ((Part.ToolResult) part).callId())
                .containsExactly("a", "b");
        assertThat(((Part.ToolResult) shaped.get(1).parts().getFirst()).error()).isTrue();
        assertThat(shaped.get(6).text()).contains("lost").contains("out of lost");
    }

    @Test
    void leavesResultsAloneThatAreRightAlready() {
        ChatRequest request = request(user("hi"), assistant(call("a"), call("b")), result("a"), result("b"), user("x"));
        Exchange exchange = exchange(request);
        assertThat(RequestShaper.shape(exchange, STRICT).messages()).isEqualTo(request.messages());
        assertThat(exchange.losses().all()).isEmpty();
    }

    @Test
    void gathersCallsOfOneTurnThatCameInSeveralMessages() {
        ChatRequest request = request(assistant(call("a")), assistant(call("b")), result("a"), result("b"));
        List<Message> shaped = RequestShaper.shape(exchange(request), STRICT).messages();
        assertThat(shaped)
                .containsExactly(
                        assistant(call("a"), call("b")), request.messages().getLast());
    }

    @Test
    void makesIdsAcceptableAndUniqueAndKeepsThePairs() {
        ChatRequest request = request(
                assistant(call("functions.add:0")), result("functions.add:0"),
                assistant(call("functions.add:0")), result("functions.add:0"));
        List<Message> shaped = RequestShaper.shape(exchange(request), STRICT).messages();
        List<String> ids = shaped.stream()
                .flatMap(message -> message.parts().stream())
                .map(part -> part instanceof Part.ToolCall call ? call.id() : ((Part.ToolResult) part).callId())
                .toList();
        assertThat(ids).containsExactly("functions_add_0", "functions_add_0", "functions_add_0_2", "functions_add_0_2");
    }

    @Test
    void givesSealsBackOnlyToTheDialectAndFamilyTheyCameFrom() {
        Part.Reasoning own = Part.Reasoning.of("a", new Seal(Seal.Kind.SIGNATURE, "s1", Dialect.GEMINI, "gemini"));
        Part.Reasoning other = Part.Reasoning.of("b", new Seal(Seal.Kind.SIGNATURE, "s2", Dialect.GEMINI, "claude"));
        Part.Reasoning foreign = Part.Reasoning.of("", new Seal(Seal.Kind.REDACTED, "s3", Dialect.ANTHROPIC, null));
        Exchange exchange = exchange(request(assistant(own, other, foreign)));
        assertThat(RequestShaper.shape(exchange, STRICT).messages().getFirst().parts())
                .containsExactly(own, Part.Reasoning.of("b", null));
        assertThat(exchange.losses().header()).isEqualTo("reasoning-seal");
    }

    @Test
    void bringsTheTokenLimitBelowTheModels() {
        ChatRequest request = request(user("hi"));
        request = request.with(request.settings().with(OutputWish.NONE.withMaxTokens(64_000L)));
        ModelConfig facts = new ModelConfig("gemini-3", null, 8_192L, List.of());
        TargetModel target = new TargetModel(Dialect.GEMINI, "gemini-3", facts);
        Exchange exchange = new Exchange(Dialect.ANTHROPIC, request, target, new Ids(new Random(1), 0));
        assertThat(RequestShaper.shape(exchange, STRICT).settings().output().maxTokens())
                .isEqualTo(8_192);
        assertThat(exchange.losses().all()).extracting(Loss::fate).containsExactly(Loss.Fate.APPROXIMATED);
    }

    @Test
    void carriesSealsThroughClientsOfAnotherDialect() {
        Seal seal = new Seal(Seal.Kind.SIGNATURE, "a.b==", Dialect.GEMINI, "gemini");
        String wrapped = SealEnvelope.wrap(seal, Dialect.ANTHROPIC);
        assertThat(SealEnvelope.open(wrapped, Seal.Kind.REDACTED, Dialect.ANTHROPIC))
                .isEqualTo(seal);
        assertThat(SealEnvelope.wrap(seal, Dialect.GEMINI)).isEqualTo("a.b==");
        assertThat(SealEnvelope.open("ErUB", Seal.Kind.SIGNATURE, Dialect.ANTHROPIC))
                .isEqualTo(new Seal(Seal.Kind.SIGNATURE, "ErUB", Dialect.ANTHROPIC, null));
    }

    private static void tell(RestoringSink sink, String name, String arguments, int size) {
        PartHead head = new PartHead.ToolCall("c9", ToolName.function(name), null, Extras.NONE);
        sink.accept(new StreamEvent.PartStarted(0, 0, head));
        for (int from = 0; from < arguments.length(); from += size) {
            String piece = arguments.substring(from, Math.min(arguments.length(), from + size));
            sink.accept(new StreamEvent.PartDelta(0, 0, new Delta.Fragment(piece)));
        }
        sink.accept(new StreamEvent.PartEnded(0, 0));
    }

    private static Exchange exchange(ChatRequest request) {
        TargetModel target = new TargetModel(Dialect.GEMINI, "gemini-3", null);
        return new Exchange(Dialect.OPENAI_RESPONSES, request, target, new Ids(new Random(1), 0));
    }

    private static ChatRequest request(Message... messages) {
        return ChatRequest.of("any", List.of(messages));
    }

    private static Tool function(ToolName name) {
        return new Tool.Function(name, null, null, null, Tool.Options.NONE);
    }

    private static Message assistant(Part... parts) {
        return Message.of(Role.ASSISTANT, List.of(parts));
    }

    private static Message user(String text) {
        return Message.of(Role.USER, List.of(new Part.Text(text)));
    }

    private static Part.ToolCall call(String id) {
        return call(id, ToolName.function("f"));
    }

    private static Part.ToolCall call(String id, ToolName name) {
        return new Part.ToolCall(id, name, ToolInput.ofArguments(""));
    }

    private static Message result(String id) {
        return Message.of(Role.TOOL, List.of(new Part.ToolResult(id, "out of " + id)));
    }

    private static List<Part.ToolCall> calls(ChatRequest request) {
        return request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .filter(Part.ToolCall.class::isInstance)
                .map(Part.ToolCall.class::cast)
                .toList();
    }
}
