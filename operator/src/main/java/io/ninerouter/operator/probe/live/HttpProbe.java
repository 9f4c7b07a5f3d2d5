package io.ninerouter.operator.probe.live;

import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.compile.Probing;
import io.ninerouter.operator.egress.OutboundException;
import io.ninerouter.operator.egress.OutboundHttp;
import io.ninerouter.operator.egress.OutboundRequest;
import io.ninerouter.operator.probe.Answer;
import io.ninerouter.operator.probe.Judgement;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One check over HTTP: a GET, redirects not followed, nothing but the beginning of a body read, the way that the connection's
 * traffic goes. A yes is tried against the same question without the credential: a provider that answers everybody has said
 * nothing. Thread-safe.
 */
final class HttpProbe {
    /** From the beginning to the last byte that is read. */
    private static final Duration WHOLE = Duration.ofSeconds(10);

    private static final int MAX_BODY = 16_384;

    private final OutboundHttp http;
    private final Duration most;

    HttpProbe(OutboundHttp http) {
        this(http, WHOLE);
    }

    HttpProbe(OutboundHttp http, Duration most) {
        this.http = http;
        this.most = most;
    }

    /**
     * Asks; the answer always comes, at the latest after twice the time that one call may take.
     *
     * @param alone whether a yes has to be tried against the same question without the credential
     */
    CompletableFuture<Answer> ask(Probing.Ask question, boolean alone) {
        CompletableFuture<Answer> answer = call(question, question.credential());
        return alone ? answer.thenCompose(given -> compare(question, given)) : answer;
    }

    private CompletableFuture<Answer> compare(Probing.Ask question, Answer given) {
        return given.kind() == Answer.Kind.TAKEN
                ? call(question, null).thenApply(anonymous -> Judgement.against(given, anonymous))
                : CompletableFuture.completedFuture(given);
    }

    private CompletableFuture<Answer> call(Probing.Ask question, @Nullable SecretText credential) {
        OutboundRequest request;
        try {
            request = request(question, credential);
        } catch (IllegalArgumentException e) {
            // Its message may hold the credential.
            return CompletableFuture.completedFuture(
                    Answer.none("the check cannot be sent: an address that HTTP does not allow"));
        }
        return http.send(request, question.way())
                .thenApply(reply -> Judgement.of(
                        reply.status(), reply.status() / 100 == 2 ? "" : reply.body(), question.credential()))
                .exceptionally(failure -> Answer.none(
                        why(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure)));
    }

    private OutboundRequest request(Probing.Ask question, @Nullable SecretText credential) {
        AuthScheme auth = question.auth();
        String name = auth.name() == null ? "" : auth.name();
        String url = credential != null && auth.scheme() == AuthScheme.Scheme.QUERY
                ? withQuery(question.url(), name, credential)
                : question.url();
        Map<String, String> headers = new TreeMap<>(question.headers());
        headers.putIfAbsent("accept", "application/json");
        headers.putIfAbsent("user-agent", "ninerouter");
        if (credential != null && auth.scheme() == AuthScheme.Scheme.BEARER) {
            headers.put("authorization", "Bearer " + credential.reveal());
        } else if (credential != null && auth.scheme() == AuthScheme.Scheme.HEADER) {
            headers.put(name, credential.reveal());
        }
        return OutboundRequest.get(URI.create(url), headers, most, MAX_BODY);
    }

    private static String withQuery(String url, String name, SecretText credential) {
        return url + (url.indexOf('?') < 0 ? '?' : '&') + name + "="
                + URLEncoder.encode(credential.reveal(), StandardCharsets.UTF_8);
    }

    private static String why(@Nullable Throwable failure) {
        if (!(failure instanceof OutboundException known)) {
            return "the connection to the provider broke";
        }
        return switch (known.kind()) {
            case TIMEOUT -> "the provider did not answer in time";
            case CONNECT -> "the provider does not accept connections";
            case UNRESOLVED -> "the provider's host name is not known";
            case BROKEN -> "the connection to the provider broke";
            // Of what stands between, the name helps.
            case UNSENDABLE, DENIED, PROXY, TLS -> known.reason();
        };
    }
}
