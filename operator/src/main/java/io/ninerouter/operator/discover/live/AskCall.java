package io.ninerouter.operator.discover.live;

import com.fasterxml.jackson.databind.node.TextNode;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.operator.catalog.ModelSource;
import io.ninerouter.operator.compile.Listed;
import io.ninerouter.operator.compile.Question;
import io.ninerouter.operator.discover.ModelLists;
import io.ninerouter.operator.discover.QuotaAnswers;
import io.ninerouter.operator.discover.Told;
import io.ninerouter.operator.egress.OutboundException;
import io.ninerouter.operator.egress.OutboundHttp;
import io.ninerouter.operator.egress.OutboundReply;
import io.ninerouter.operator.egress.OutboundRequest;
import io.ninerouter.operator.egress.ShownCredential;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One question over HTTP, with all its pages: redirects not followed, bounded, the way that the connection's traffic goes. Thread-safe. */
final class AskCall {
    /** Most pages of a list. */
    static final int MAX_PAGES = 16;

    /** Most bytes of one answer: OpenRouter's list takes more than one of these millions. */
    static final int MAX_BODY = 4 << 20;

    /** Of one page, from the beginning to the last byte. */
    private static final Duration WHOLE = Duration.ofSeconds(20);

    private final OutboundHttp http;
    private final InstantSource clock;

    AskCall(OutboundHttp http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    /** Asks; something is always told. */
    CompletableFuture<Told> ask(Question question) {
        return switch (question.topic()) {
            case Question.Topic.Models(ModelSource.Kind kind) ->
                page(question, kind, null, new Told.Models(List.of(), false), 1);
            case Question.Topic.Quotas(var kind) ->
                send(question, null)
                        .thenApply(reply ->
                                read(reply, body -> new Told.Quotas(QuotaAnswers.read(kind, body, clock.instant()))))
                        .exceptionally(AskCall::failed);
        };
    }

    private CompletableFuture<Told> page(
            Question question, ModelSource.Kind kind, @Nullable String next, Told.Models before, int number) {
        return send(question, next)
                .thenCompose(reply -> {
                    List<String> following = new ArrayList<>();
                    Told told = read(reply, body -> {
                        ModelLists.Page page = ModelLists.read(kind, body);
                        List<ModelConfig> models = new ArrayList<>(before.models());
                        models.addAll(page.models());
                        boolean more = page.next() != null;
                        boolean enough = number >= MAX_PAGES || models.size() > Listed.MAX;
                        if (more && !enough && !String.valueOf(page.next()).equals(next)) {
                            following.add(page.next());
                        }
                        boolean last = following.isEmpty();
                        return new Told.Models(models, before.cut() || page.cut() || (last && more));
                    });
                    return told instanceof Told.Models models && !following.isEmpty()
                            ? page(question, kind, following.getFirst(), models, number + 1)
                            : CompletableFuture.completedFuture(told);
                })
                .exceptionally(AskCall::failed);
    }

    private CompletableFuture<OutboundReply> send(Question question, @Nullable String next) {
        try {
            String url = next == null ? question.url() : following(question, next);
            String body = question.body();
            ShownCredential shown = ShownCredential.in(url, question.headers(), question.auth(), question.credential());
            return http.send(
                    new OutboundRequest(
                            body == null ? "GET" : "POST",
                            URI.create(shown.url()),
                            shown.headers(),
                            body == null || next == null ? body : withToken(body, next),
                            WHOLE,
                            MAX_BODY),
                    question.way());
        } catch (IllegalArgumentException e) {
            // Its message may hold the credential.
            return CompletableFuture.failedFuture(new OutboundException(
                    OutboundException.Kind.UNSENDABLE,
                    "the question cannot be sent: an address that HTTP does not allow"));
        }
    }

    private static String following(Question question, String next) {
        if (question.body() != null || !(question.topic() instanceof Question.Topic.Models(var kind))) {
            return question.url();
        }
        String name = switch (kind) {
            case GEMINI -> "pageToken";
            case COHERE -> "page_token";
            case OPEN_AI, OLLAMA, BARE, COPILOT, CODE_ASSIST, KIRO, BEDROCK, NONE -> "after_id";
        };
        return question.url()
                + (question.url().indexOf('?') < 0 ? '?' : '&')
                + name
                + '='
                + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }

    /** Bodies of ours are flat objects. */
    private static String withToken(String body, String next) {
        String token = "\"nextToken\":" + TextNode.valueOf(next);
        return body.equals("{}") ? "{" + token + "}" : body.substring(0, body.length() - 1) + "," + token + "}";
    }

    /** Reads an answer that is one. */
    private static Told read(OutboundReply reply, Function<String, Told> reader) {
        if (reply.status() / 100 != 2) {
            return new Told.Nothing("the provider answered " + reply.status());
        }
        if (!reply.whole()) {
            return new Told.Nothing("the provider answered with more than " + MAX_BODY + " bytes");
        }
        try {
            return reader.apply(reply.body());
        } catch (IllegalArgumentException e) {
            return new Told.Nothing(String.valueOf(e.getMessage()));
        }
    }

    private static Told failed(Throwable failure) {
        return new Told.Nothing(OutboundException.why(failure));
    }
}
