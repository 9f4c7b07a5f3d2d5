package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.json.Utf8;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/**
 * What a client says, and what becomes of it at a provider. JSON is written with single quotes.
 *
 * @param client the dialect of {@code said}
 * @param pointer a place in the provider's body
 * @param expected what has to stand there; empty = nothing
 * @param losses {@code -FEATURE: how} dropped, {@code ~FEATURE: how} approximated; all there are
 */
public record ToProviderCase(
        String name, Dialect client, String said, String model, String pointer, String expected, List<String> losses) {

    /** A case of a client of Anthropic's dialect, which can say most. */
    public static ToProviderCase row(
            String name, String said, String model, String pointer, String expected, String... losses) {
        return new ToProviderCase(name, Dialect.ANTHROPIC, said, model, pointer, expected, List.of(losses));
    }

    /** A case of a client of OpenAI's chat. */
    public static ToProviderCase chat(
            String name, String said, String model, String pointer, String expected, String... losses) {
        return new ToProviderCase(name, Dialect.OPENAI_CHAT, said, model, pointer, expected, List.of(losses));
    }

    /** Runs it. */
    public void check(Dialect provider) {
        Exchange exchange = exchange(provider, Map.of());
        JsonNode body = Fixture.JSON.readTree(Codecs.TRANSLATION.encode(exchange, 0));
        JsonNode found = body.at(pointer);
        assertThat(found.isMissingNode() ? "" : found.toString()).isEqualTo(quoted(expected));
        assertThat(exchange.losses().all().stream().map(ToProviderCase::loss))
                .containsExactlyInAnyOrderElementsOf(losses);
    }

    /** The body that a provider gets. */
    public JsonNode body(Dialect provider, Map<String, String> account) {
        return Fixture.JSON.readTree(Codecs.TRANSLATION.encode(exchange(provider, account), 0));
    }

    private Exchange exchange(Dialect provider, Map<String, String> account) {
        ChatRequest request = Codecs.of(client).decodeRequest(Utf8.of(quoted(said)));
        return new Exchange(
                client,
                request,
                new TargetModel(provider, model, null, account, null),
                new Ids(new Random(1), 1_700_000_000));
    }

    private static String loss(Loss loss) {
        return (loss.fate() == Loss.Fate.DROPPED ? "-" : "~") + loss.feature() + ": " + loss.how();
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    @Override
    public String toString() {
        return name;
    }
}
