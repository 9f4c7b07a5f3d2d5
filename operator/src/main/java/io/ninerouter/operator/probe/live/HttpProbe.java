package io.ninerouter.operator.probe.live;

import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.compile.Probing;
import io.ninerouter.operator.probe.Answer;
import io.ninerouter.operator.probe.Judgement;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One check over HTTP: a GET, redirects not followed, nothing but the beginning of an error's body read. A yes is tried
 * against the same question without the credential: a provider that answers everybody has said nothing. What goes wrong is
 * told by its kind alone; messages of exceptions can hold addresses and headers. Thread-safe.
 */
final class HttpProbe implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** From the beginning to the last byte that is read. */
    private static final Duration WHOLE = Duration.ofSeconds(10);

    private static final int MAX_BODY = 16_384;

    /** What the client sets itself, and refuses to be told. */
    private static final Set<String> CLIENTS_OWN = Set.of("connection", "content-length", "expect", "host", "upgrade");

    private final HttpClient client;
    private final Duration most;

    HttpProbe(Executor executor) {
        this(executor, WHOLE);
    }

    HttpProbe(Executor executor, Duration most) {
        this.most = most;
        client = HttpClient.newBuilder()
                .executor(executor)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
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

    @Override
    public void close() {
        client.shutdownNow();
    }

    private CompletableFuture<Answer> compare(Probing.Ask question, Answer given) {
        return given.kind() == Answer.Kind.TAKEN
                ? call(question, null).thenApply(anonymous -> Judgement.against(given, anonymous))
                : CompletableFuture.completedFuture(given);
    }

    private CompletableFuture<Answer> call(Probing.Ask question, @Nullable SecretText credential) {
        HttpRequest request;
        try {
            request = request(question, credential);
        } catch (IllegalArgumentException e) {
            // Its message may hold the header that it does not like.
            return CompletableFuture.completedFuture(
                    Answer.none("the check cannot be sent: an address or header that HTTP does not allow"));
        }
        CompletableFuture<HttpResponse<String>> call = client.sendAsync(request, Head.ofErrors(MAX_BODY));
        CompletableFuture<Answer> answer =
                call.thenApply(response -> Judgement.of(response.statusCode(), response.body(), question.credential()));
        return answer.orTimeout(most.toMillis(), TimeUnit.MILLISECONDS).exceptionally(failure -> {
            call.cancel(true);
            return Answer.none(why(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure));
        });
    }

    private HttpRequest request(Probing.Ask question, @Nullable SecretText credential) {
        AuthScheme auth = question.auth();
        String name = auth.name() == null ? "" : auth.name();
        String url = credential != null && auth.scheme() == AuthScheme.Scheme.QUERY
                ? withQuery(question.url(), name, credential)
                : question.url();
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(url)).timeout(most).header("accept", "application/json");
        question.headers().entrySet().stream()
                .filter(header -> !CLIENTS_OWN.contains(header.getKey()))
                .forEach(header -> builder.setHeader(header.getKey(), header.getValue()));
        if (credential != null && auth.scheme() == AuthScheme.Scheme.BEARER) {
            builder.setHeader("authorization", "Bearer " + credential.reveal());
        } else if (credential != null && auth.scheme() == AuthScheme.Scheme.HEADER) {
            builder.setHeader(name, credential.reveal());
        }
        return builder.GET().build();
    }

    private static String withQuery(String url, String name, SecretText credential) {
        return url + (url.indexOf('?') < 0 ? '?' : '&') + name + "="
                + URLEncoder.encode(credential.reveal(), StandardCharsets.UTF_8);
    }

    private static String why(@Nullable Throwable failure) {
        return switch (failure) {
            case HttpTimeoutException _, TimeoutException _ -> "the provider did not answer in time";
            case SSLException _ -> "the provider's TLS certificate or protocol is not accepted";
            case ConnectException e
            when e.getCause() instanceof UnresolvedAddressException -> "the provider's host name is not known";
            case ConnectException _ -> "the provider does not accept connections";
            case UnknownHostException _ -> "the provider's host name is not known";
            case null, default -> "the connection to the provider broke";
        };
    }
}
