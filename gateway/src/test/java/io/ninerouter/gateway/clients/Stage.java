package io.ninerouter.gateway.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.FakeProvider.Asked;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.translate.Codecs;
import io.ninerouter.gateway.translate.Decoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** A gateway with one provider that speaks the dialect of the day; its model is called {@code m}. */
final class Stage implements AutoCloseable {
    /** The beginning of a PNG, in base64. */
    static final String PICTURE = "iVBORw0KGgo=";

    final RunningGateway gateway = RunningGateway.shared();
    private final FakeProvider provider = FakeProvider.start();

    static Stream<Dialect> dialects() {
        return Codecs.ALL.stream().map(DialectCodec::dialect);
    }

    /** The provider answers this, streamed when it is asked for a stream. */
    void plays(Dialect dialect, Completion completion) {
        plays(dialect, Reply.of(500));
        provider.always(asked -> reply(dialect, completion, isStream(asked)));
    }

    /** The provider answers this. */
    void plays(Dialect dialect, Reply reply) {
        provider.reset();
        gateway.use(Configs.empty().provider("p", provider.url(), dialect).alias("m", "p/" + model(dialect)));
        provider.always(reply);
    }

    /** A model that can do what the scenes need. */
    private static String model(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT, OPENAI_RESPONSES -> "gpt-5.4";
            case ANTHROPIC -> "claude-opus-4-6";
            case GEMINI -> "gemini-2.5-pro";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
    }

    private static boolean isStream(Asked asked) {
        return asked.uri().contains(":streamGenerateContent") || asked.text().contains("\"stream\":true");
    }

    private static Reply reply(Dialect dialect, Completion completion, boolean stream) {
        DialectCodec codec = Codecs.of(dialect);
        Exchange exchange = Decoding.exchange(dialect);
        if (!stream) {
            byte[] body = Decoding.unary(codec, exchange, completion);
            return Reply.json(200, new String(body, StandardCharsets.UTF_8));
        }
        List<StreamEvent> events = new ArrayList<>();
        completion.emit(events::add);
        return Reply.stream().send(Decoding.stream(codec, exchange, events));
    }

    /** Dialects, streamed and not. */
    static Stream<Arguments> ways() {
        return dialects().flatMap(dialect -> Stream.of(true, false).map(stream -> Arguments.of(dialect, stream)));
    }

    /** A dialect, a status, the SDK's exception for it, streamed or not. */
    static Stream<Arguments> errors(Map<Integer, ? extends Class<? extends Exception>> kinds) {
        return ways().flatMap(way -> kinds.entrySet().stream()
                .map(kind -> Arguments.of(way.get()[0], kind.getKey(), kind.getValue(), way.get()[1])));
    }

    /** The provider refuses and says why and for how long. */
    void refuses(Dialect dialect, int status) {
        plays(
                dialect,
                Reply.json(status, "{\"error\":{\"message\":\"because of reasons\"}}")
                        .header("retry-after", "3"));
    }

    /** The provider was told both calls of {@link Scenes#CALLS} and the result of each, paired. */
    void heardBothResults(Dialect dialect) {
        List<Part.ToolCall> told = heard(dialect, Part.ToolCall.class);
        List<Part.ToolResult> results = heard(dialect, Part.ToolResult.class);
        assertThat(told).extracting(call -> call.name().name()).containsExactly("get_weather", "get_time");
        assertThat(told).extracting(Part.ToolCall::id).doesNotHaveDuplicates();
        assertThat(results)
                .extracting(Part.ToolResult::callId)
                .containsExactly(told.get(0).id(), told.get(1).id());
        assertThat(results.get(0).parts().toString()).contains("result of get_weather");
        assertThat(results.get(1).parts().toString()).contains("result of get_time");
    }

    /** The provider was asked for an answer after the schema of {@link Scenes#JSON}. */
    void heardTheSchema(Dialect dialect) {
        OutputFormat format = heard(dialect).settings().output().format();
        assertThat(format).isInstanceOf(OutputFormat.JsonSchema.class);
        assertThat(((OutputFormat.JsonSchema) format).schema().text()).contains("\"answer\"", "integer");
    }

    /** The provider was shown the picture {@value #PICTURE}, and no other. */
    void heardThePicture(Dialect dialect) {
        List<Part.Attachment> shown = heard(dialect, Part.Attachment.class);
        assertThat(shown).hasSize(1);
        Media.Inline image = (Media.Inline) shown.getFirst().media();
        assertThat(image.mimeType()).isEqualTo("image/png");
        assertThat(image.base64()).hasToString(PICTURE);
    }

    /** What the provider was asked last, in no dialect. */
    ChatRequest heard(Dialect dialect) {
        byte[] body = provider.asked().getLast().body();
        return Codecs.of(dialect).decodeRequest(Utf8.slice(body, 0, body.length));
    }

    /** The parts of a kind in what the provider was asked last. */
    <T extends Part> List<T> heard(Dialect dialect, Class<T> kind) {
        return heard(dialect).messages().stream()
                .map(Message::parts)
                .flatMap(List::stream)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    @Override
    public void close() {
        provider.close();
    }
}
