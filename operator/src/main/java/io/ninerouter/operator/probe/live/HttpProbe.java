package io.ninerouter.operator.probe.live;

import io.ninerouter.config.SecretText;
import io.ninerouter.operator.compile.Probing;
import io.ninerouter.operator.egress.OutboundException;
import io.ninerouter.operator.egress.OutboundHttp;
import io.ninerouter.operator.egress.OutboundRequest;
import io.ninerouter.operator.egress.ShownCredential;
import io.ninerouter.operator.probe.Answer;
import io.ninerouter.operator.probe.Judgement;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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
                .exceptionally(failure -> Answer.none(OutboundException.why(failure)));
    }

    private OutboundRequest request(Probing.Ask question, @Nullable SecretText credential) {
        ShownCredential shown = ShownCredential.in(question.url(), question.headers(), question.auth(), credential);
        return OutboundRequest.get(URI.create(shown.url()), shown.headers(), most, MAX_BODY);
    }
}
