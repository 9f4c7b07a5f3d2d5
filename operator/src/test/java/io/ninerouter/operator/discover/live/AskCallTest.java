package io.ninerouter.operator.discover.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.SecretText;
import io.ninerouter.egress.Egress;
import io.ninerouter.operator.catalog.ModelSource.Kind;
import io.ninerouter.operator.compile.Listed;
import io.ninerouter.operator.compile.Question;
import io.ninerouter.operator.discover.Told;
import io.ninerouter.operator.egress.OutboundHttp;
import io.ninerouter.operator.egress.OutboundReply;
import io.ninerouter.operator.egress.OutboundRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How lists of several pages are asked for, and where that ends. */
class AskCallTest {
    private final List<OutboundRequest> asked = new ArrayList<>();

    /** What the provider says to the question of that number, from 1. */
    private Told ask(Kind kind, @Nullable String body, IntFunction<OutboundReply> provider) {
        OutboundHttp http = new OutboundHttp() {
            @Override
            public CompletableFuture<OutboundReply> send(OutboundRequest request, Egress way) {
                asked.add(request);
                return CompletableFuture.completedFuture(provider.apply(asked.size()));
            }

            @Override
            public void close() {}
        };
        Question question = new Question(
                new Question.Topic.Models(kind),
                "https://provider.example/models",
                Map.of(),
                AuthScheme.BEARER,
                SecretText.of("canary-key"),
                true,
                body,
                Egress.DEFAULT,
                null);
        return new AskCall(http, () -> Instant.EPOCH).ask(question).join();
    }

    private static OutboundReply page(String body) {
        return new OutboundReply(200, Map.of(), body, true);
    }

    private static String models(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number ->
                        "{\"id\":\"m-" + number + "\",\"name\":\"m-" + number + "\",\"modelId\":\"m-" + number + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static List<String> ids(Told told) {
        return ((Told.Models) told).models().stream().map(ModelConfig::id).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN_AI, '{\"data\":%s,\"has_more\":true,\"last_id\":\"a b&c\"}', ?after_id=a+b%26c, ",
        "GEMINI, '{\"models\":%s,\"nextPageToken\":\"a b&c\"}', ?pageToken=a+b%26c, ",
        "COHERE, '{\"models\":%s,\"next_page_token\":\"a b&c\"}', ?page_token=a+b%26c, ",
        "KIRO, '{\"models\":%s,\"nextToken\":\"a b&c\"}', '', '{\"origin\":\"X\"}'"
    })
    void eachPageIsAskedForAsTheVendorWants(Kind kind, String first, String query, @Nullable String body) {
        Told told = ask(
                kind,
                body,
                number -> page(number == 1 ? first.formatted(models(0, 2)) : "{\"data\":" + models(2, 3) + "}"));

        assertThat(ids(told)).containsExactly("m-0", "m-1", "m-2");
        assertThat(((Told.Models) told).cut()).isFalse();
        assertThat(asked)
                .hasSize(2)
                .allSatisfy(request ->
                        assertThat(request.headers().get("authorization")).isEqualTo("Bearer canary-key"));
        assertThat(asked.getLast().uri().toString()).isEqualTo("https://provider.example/models" + query);
        assertThat(asked.getLast().body())
                .isEqualTo(body == null ? null : "{\"origin\":\"X\",\"nextToken\":\"a b&c\"}");
    }

    @Test
    void aListWithoutAnEndIsCutAfterSoManyPages() {
        Told told = ask(
                Kind.GEMINI,
                null,
                number ->
                        page("{\"models\":" + models(number, number + 1) + ",\"nextPageToken\":\"t-" + number + "\"}"));

        assertThat(asked).hasSize(AskCall.MAX_PAGES);
        assertThat(ids(told)).hasSize(AskCall.MAX_PAGES);
        assertThat(((Told.Models) told).cut()).isTrue();
    }

    @Test
    void aPageThatLeadsToItselfIsAskedForOnce() {
        Told told =
                ask(Kind.GEMINI, null, number -> page("{\"models\":" + models(0, 1) + ",\"nextPageToken\":\"same\"}"));

        assertThat(asked).hasSize(2);
        assertThat(((Told.Models) told).cut()).isTrue();
    }

    @Test
    void moreModelsThanAreKeptAreNotAskedFor() {
        Told told = ask(
                Kind.GEMINI,
                null,
                number -> page("{\"models\":" + models(0, Listed.MAX + 1) + ",\"nextPageToken\":\"t" + number + "\"}"));

        assertThat(asked).hasSize(1);
        assertThat(((Told.Models) told).cut()).isTrue();
    }

    /** Half a list would take away models that are there: so a failure on the way is none at all. */
    @ParameterizedTest
    @CsvSource({
        "500, '{}', true",
        "200, '<html>', true",
        "200, '{\"data\":[', true",
        "200, '{\"data\":[]}', false",
        "429, canary-key, true"
    })
    void aPageThatFailsMakesNoShorterList(int status, String body, boolean whole) {
        Told told = ask(
                Kind.OPEN_AI,
                null,
                number -> number == 1
                        ? page("{\"data\":" + models(0, 2) + ",\"has_more\":true,\"last_id\":\"m-1\"}")
                        : new OutboundReply(status, Map.of(), body, whole));

        assertThat(told)
                .isInstanceOfSatisfying(
                        Told.Nothing.class, nothing -> assertThat(nothing.why()).doesNotContain("canary"));
    }
}
