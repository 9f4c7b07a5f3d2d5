package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What has no place in the neutral model is at least told. */
class DeclaredLossesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        OPENAI_CHAT | {'id':'a','object':'o','system_fingerprint':'f','choices':[]}                    |
        OPENAI_CHAT | {'citations':['https://a'],'choices':[]}                                         | citations: citations
        OPENAI_CHAT | {'citations':[],'search_results':[{'url':'https://a'}],'choices':[]}             | citations: search_results
        OPENAI_CHAT | {'provider':'X','x':null,'choices':[]}                                           | vendor-fields: provider
        OPENAI_CHAT | {'choices':[{'message':{'role':'assistant','audio':{'id':'a','data':''}}}]}      | output-media: audio
        OPENAI_CHAT | {'choices':[{'message':{'content':'a','mood':'good','x':{}}}]}                   | vendor-fields: mood
        ANTHROPIC   | {'type':'message','role':'assistant','content':[],'container':{'id':'c'}}        | vendor-fields: container
        ANTHROPIC   | {'content':[{'type':'text','text':'a','mood':'good'}]}                           | vendor-fields: text.mood
        ANTHROPIC   | {'content':[{'type':'thinking','thinking':'a','signature':'s','depth':7}]}       | vendor-fields: thinking.depth
        ANTHROPIC   | {'content':[],'stop_reason':'refusal','stop_details':{'category':'x'}}           | stop-reason: details of a refusal
        """)
    void tellsWhatIsInAnAnswerBeyondTheModel(Dialect dialect, String body, String losses) {
        Exchange exchange = Decoding.exchange(dialect);
        Codecs.of(dialect).decodeCompletion(Utf8.of(body.replace('\'', '"')), exchange, _ -> {});
        assertThat(told(exchange.losses())).isEqualTo(losses == null ? "" : losses);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {'type':'text','text':'a','mood':'good'}                                                       | text.mood
        {'type':'thinking','thinking':'a','signature':'s','depth':7}                                   | thinking.depth
        {'type':'image','source':{'type':'base64','media_type':'image/png','data':'eA=='},'alt':'A'}   | image.alt
        {'type':'tool_result','tool_use_id':'c','content':[{'type':'text','text':'a','mood':'good'}]}  | text.mood
        """)
    void tellsWhatIsInBlocksOfARequestBeyondTheModel(String block, String name) {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":[" + block.replace('\'', '"') + "]}]}";
        ChatRequest request = Codecs.of(Dialect.ANTHROPIC).decodeRequest(Utf8.of(body));
        for (DialectCodec codec : Codecs.ALL) {
            Exchange exchange = Decoding.exchange(codec.dialect(), request, Codecs.model(codec.dialect()));
            byte[] encoded = Codecs.TRANSLATION.encode(exchange, 0);
            assertThat(told(exchange.losses())).as("%s", codec.dialect()).contains("vendor-fields: " + name);
            assertThat(new String(encoded, StandardCharsets.UTF_8)).doesNotContain(name);
        }
    }

    static Stream<DialectCodec> codecs() {
        return Codecs.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void saysInWordsWhatTheModelDoesNotTake(DialectCodec codec) {
        Part image = attachment(Media.Kind.IMAGE, new Media.Inline("image/png", Utf8.of("eA==")));
        Part text = attachment(Media.Kind.DOCUMENT, new Media.PlainText("Once upon a time"));
        ChatRequest request = Said.tooled(
                Said.user(Said.text("Look"), image, text),
                Said.assistant(Said.call("c1", "get_weather")),
                Said.result("c1", image));
        Exchange seeing = exchange(codec, request, List.of("image", "document"));
        Exchange blind = exchange(codec, request, List.of("audio"));

        Codecs.TRANSLATION.encode(seeing, 0);
        ChatRequest heard = codec.decodeRequest(Utf8.of(encoded(blind).toString()));

        assertThat(told(seeing.losses())).doesNotContain("does not take");
        assertThat(told(blind.losses())).contains("images: the model does not take it", "documents: as text");
        assertThat(Seen.parts(heard, Part.Attachment.class)).isEmpty();
        assertThat(Seen.parts(heard, Part.Text.class).stream().map(Part.Text::text))
                .anySatisfy(said -> assertThat(said).contains("Once upon a time"))
                .anySatisfy(said -> assertThat(said).contains("[image left out: the model does not take it]"));
    }

    @Test
    void survivesASealThatACallerHasDamaged() {
        ChatRequest request = Said.thought(new Seal(Seal.Kind.ENCRYPTED, "[damaged", Dialect.OPENAI_CHAT, "qwen"));
        Exchange exchange = Decoding.exchange(Dialect.OPENAI_CHAT, request, "qwen3-32b");
        JsonNode details = encoded(exchange)
                .path("messages")
                .path(1)
                .path("reasoning_details")
                .path(0);
        assertThat(details.path("data").asString("")).isEqualTo("[damaged");
        assertThat(RawJson.of(encoded(exchange).toString()).isObject()).isTrue();
    }

    private static JsonNode encoded(Exchange exchange) {
        return Fixture.JSON.readTree(Codecs.TRANSLATION.encode(exchange, 0));
    }

    private static Part attachment(Media.Kind kind, Media media) {
        return new Part.Attachment(kind, media, Part.MediaDetail.NONE, null);
    }

    private static Exchange exchange(DialectCodec codec, ChatRequest request, List<String> input) {
        String model = Codecs.model(codec.dialect());
        TargetModel target = new TargetModel(codec.dialect(), model, new ModelConfig(model, null, null, input));
        return new Exchange(codec.dialect(), request, target, new Ids(new Random(1), 0));
    }

    private static String told(Losses losses) {
        return String.join(
                ", ",
                losses.all().stream()
                        .map(loss -> loss.feature().word() + ": " + loss.how())
                        .toList());
    }
}
