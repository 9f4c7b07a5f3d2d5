package io.ninerouter.gateway.translate.anthropic;

import static io.ninerouter.gateway.translate.anthropic.RequestCase.row;
import static io.ninerouter.gateway.translate.anthropic.Requests.NEW;
import static io.ninerouter.gateway.translate.anthropic.Requests.OLD;
import static io.ninerouter.gateway.translate.anthropic.Requests.ask;
import static io.ninerouter.gateway.translate.anthropic.Requests.assistant;
import static io.ninerouter.gateway.translate.anthropic.Requests.call;
import static io.ninerouter.gateway.translate.anthropic.Requests.results;
import static io.ninerouter.gateway.translate.anthropic.Requests.said;
import static io.ninerouter.gateway.translate.anthropic.Requests.system;
import static io.ninerouter.gateway.translate.anthropic.Requests.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.chat.CacheHint;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Session;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Conversations of other dialects' clients, as they reach a provider of this one. */
class ConversationToProviderTest {

    @ParameterizedTest
    @MethodSource({"turns"})
    void saysWhatTheApiAccepts(RequestCase row) {
        row.check();
    }

    static List<RequestCase> turns() {
        Message calls = assistant(call("a", "f", "{}"), call("b", "g", "{\"x\":1}"));
        Message both = results(new Part.ToolResult("b", "two"), new Part.ToolResult("a", "one"));
        return List.of(
                row(
                        "leading instructions",
                        ask(system("S"), system("T"), user("hi")),
                        OLD,
                        "/system",
                        "[{\"type\":\"text\",\"text\":\"S\"},{\"type\":\"text\",\"text\":\"T\"}]"),
                row("one instruction as string", ask(system("S"), user("hi")), OLD, "/system", "\"S\""),
                row(
                        "developer",
                        ask(Message.of(Role.DEVELOPER, List.of(new Part.Text("S"))), user("hi")),
                        OLD,
                        "/system",
                        "\"S\"",
                        "~DEVELOPER_ROLE: as system"),
                row(
                        "instructions in the middle, old model",
                        ask(user("hi"), system("S"), said("ok"), user("go")),
                        OLD,
                        "/messages/0/content",
                        "[{\"type\":\"text\",\"text\":\"hi\"},{\"type\":\"text\",\"text\":\"S\"}]",
                        "~SYSTEM_IN_PLACE: as words of the user"),
                row(
                        "instructions in the middle, new model",
                        ask(user("hi"), system("S"), said("ok"), user("go")),
                        NEW,
                        "/messages/1",
                        "{\"role\":\"system\",\"content\":\"S\"}"),
                row(
                        "instructions behind the assistant",
                        ask(user("hi"), said("ok"), system("S"), user("go")),
                        NEW,
                        "/messages/3",
                        "{\"role\":\"system\",\"content\":\"S\"}",
                        "~SYSTEM_IN_PLACE: behind the turn of the user"),
                row(
                        "neighbours of one role",
                        ask(user("a"), user("b"), said("c"), said("d"), user("e")),
                        OLD,
                        "/messages/1/content",
                        "[{\"type\":\"text\",\"text\":\"c\"},{\"type\":\"text\",\"text\":\"d\"}]"),
                row(
                        "results first and in the order of the calls",
                        ask(user("q"), calls, both, user("and?")),
                        OLD,
                        "/messages/2/content",
                        "[{\"type\":\"tool_result\",\"tool_use_id\":\"a\",\"content\":\"one\"},"
                                + "{\"type\":\"tool_result\",\"tool_use_id\":\"b\",\"content\":\"two\"},"
                                + "{\"type\":\"text\",\"text\":\"and?\"}]"),
                row(
                        "a missing result",
                        ask(user("q"), calls, results(new Part.ToolResult("a", "one")), user("go")),
                        OLD,
                        "/messages/2/content/1/is_error",
                        "true",
                        "~TOOL_RESULT_PAIRING: missing result as a failed one"),
                row(
                        "no turn of the user",
                        ask(system("S")),
                        OLD,
                        "/messages",
                        "[{\"role\":\"user\",\"content\":\"[The conversation begins here.]\"}]",
                        "~TURN_ORDER: with a first turn of the user"),
                row(
                        "the assistant first",
                        ask(said("hello"), user("hi")),
                        OLD,
                        "/messages/0/role",
                        "\"user\"",
                        "~TURN_ORDER: with a first turn of the user"),
                row(
                        "prefill",
                        ask(user("q"), said("{ ")),
                        OLD,
                        "/messages/1/content",
                        "\"{\"",
                        "~ASSISTANT_PREFILL: without white space at its end"),
                row(
                        "prefill of a model without",
                        ask(user("q"), said("{")),
                        NEW,
                        "/messages/2/role",
                        "\"user\"",
                        "~ASSISTANT_PREFILL: as a request to go on"),
                row(
                        "empty texts",
                        ask(user(""), user("hi"), said("  "), user("there")),
                        OLD,
                        "/messages",
                        "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"},"
                                + "{\"type\":\"text\",\"text\":\"there\"}]}]"),
                row(
                        "a name",
                        ask(new Message(Role.USER, List.of(new Part.Text("hi")), "bob", Extras.NONE)),
                        OLD,
                        "/messages/0/content",
                        "\"hi\"",
                        "-MESSAGE_NAME: has no such member"));
    }

    @Test
    void keepsFourPlacesOfACacheTheFirstAndTheLast() {
        List<Message> messages = new ArrayList<>();
        for (String text : List.of("1", "2", "3", "4", "5", "6")) {
            messages.add(Message.of(
                    messages.size() % 2 == 0 ? Role.USER : Role.ASSISTANT,
                    List.of(new Part.Text(text, null, null, new CacheHint("1h")))));
        }
        messages.add(user("7"));

        Requests.Encoded encoded = Requests.encode(ChatRequest.of("m", messages), OLD);

        List<String> hinted = new ArrayList<>();
        encoded.body().path("messages").forEach(turn -> {
            if (turn.path("content").path(0).has("cache_control")) {
                hinted.add(turn.path("content").path(0).path("text").asString());
            }
        });
        assertThat(hinted).containsExactly("1", "4", "5", "6");
        assertThat(encoded.losses()).containsExactly("-CACHE_HINTS: more than 4");
    }

    @Test
    void makesHintsOfACacheKey() {
        ChatRequest plain = ask(system("S"), user("hi"), said("ok"), user("go"));
        Session session = new Session(null, null, new Session.Caching("key", null, null), null, null, null);
        ChatRequest request =
                new ChatRequest("m", plain.messages(), plain.tooling(), plain.settings(), session, Extras.NONE);

        Requests.Encoded encoded = Requests.encode(request, OLD);

        assertThat(encoded.at("/system/0/cache_control")).isEqualTo("{\"type\":\"ephemeral\"}");
        assertThat(encoded.at("/messages/2/content/0/cache_control")).isEqualTo("{\"type\":\"ephemeral\"}");
        assertThat(encoded.losses()).containsExactly("~CACHE_KEY: as hints where a cache may end");
    }
}
