package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.gateway.dispatch.Result.Next;
import io.ninerouter.gateway.frame.BodySplice;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.upstream.Authorizer;
import io.ninerouter.gateway.upstream.UpstreamClient;
import io.ninerouter.gateway.upstream.UpstreamRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Tries targets in order until one gives an answer that may be sent. Each attempt begins with the caller's own bytes. When
 * all have failed the caller gets the last failure. Thread-safe.
 */
final class Attempts {
    private final UpstreamClient upstream;
    private final HealthBoard health;
    private final Time time;

    Attempts(UpstreamClient upstream, HealthBoard health, Time time) {
        this.upstream = upstream;
        this.health = health;
        this.time = time;
    }

    /**
     * Tries targets that speak the caller's dialect.
     *
     * @param targets at least one
     * @return exactly one outcome; cancelling cancels the attempt that runs
     */
    Mono<Attempted> run(Call call, List<Target> targets) {
        return from(new Run(call, targets, new ArrayList<>(targets.size())), 0, false);
    }

    private Mono<Attempted> from(Run run, int index, boolean repeated) {
        Call call = run.call();
        List<Target> targets = run.targets();
        Target target = targets.get(index);
        boolean last = index == targets.size() - 1;
        return attempt(call, target, last).flatMap(result -> switch (result) {
            case Result.Good good -> Mono.just(new Attempted(good.answer(), target, List.of()));
            case Result.Failed failed when failed.next() == Next.SAME_TARGET && !repeated -> from(run, index, true);
            case Result.Failed failed -> {
                run.tried().add(new Tried(target, failed.outcome()));
                int following = Succession.following(targets, index, failed.next());
                if (following < 0 || !mayFollow(failed, target, targets.get(following))) {
                    yield Mono.just(new Attempted(failed.answer(), target, run.tried()));
                }
                discard(failed.answer());
                yield from(run, following, false);
            }
        });
    }

    private boolean mayFollow(Result.Failed failed, Target target, Target next) {
        return health.mayFollow(
                failed.outcome(),
                target.endpoint(),
                next.endpoint(),
                time.millis().getAsLong());
    }

    private Mono<Result> attempt(Call call, Target target, boolean last) {
        return Mono.create(sink -> {
            Trial trial = Trial.begin(call, target, health, time);
            if (trial == null) {
                sink.success(Failures.notAdmitted(target, health, time.millis().getAsLong()));
                return;
            }
            Relay relay = new Relay(call, target, trial, last, sink::success);
            sink.onCancel(relay::abandon);
            relay.await(Mono.defer(() -> {
                UpstreamRequest request = request(call, target);
                return upstream.exchange(request, call.origin().loop())
                        .doFinally(_ -> request.body().release());
            }));
        });
    }

    /** Shape, then sign. The body of the request is to be released by the caller. */
    private static UpstreamRequest request(Call call, Target target) {
        Call.Question question = call.question();
        ProviderConfig provider = target.provider().config();
        HttpHeaders headers = Headers.toProvider(call.origin().headers(), target.dialect(), provider.headers());
        URI uri = Endpoints.of(
                target.provider().baseUri(), target.dialect(), question.action(), target.model(), question.framing());
        URI signed = Authorizer.authorize(
                provider.auth(),
                target.credential(),
                headers,
                withBeta(uri, call.origin().query()));
        BodySplice splice = BodySplice.of(call.body().facts(), bodyModel(call, target), provider.edits());
        ByteBuf bytes = call.body().bytes();
        long connect = call.snapshot().settings().timeouts().connectMillis();
        return new UpstreamRequest(signed, headers, SplicedBody.of(bytes, splice, bytes.alloc()), connect);
    }

    /** Gemini has the model in the path; only an embedding repeats it in the body, as a resource name. */
    private static @Nullable String bodyModel(Call call, Target target) {
        if (target.dialect() != Dialect.GEMINI) {
            return target.model();
        }
        boolean named =
                call.question().action() == Action.EMBED && call.body().facts().model() != null;
        return named ? "models/" + target.model() : null;
    }

    /** Anthropic's SDKs ask for beta features in the query too. */
    private static URI withBeta(URI uri, @Nullable String query) {
        boolean beta = query != null
                && (query.equals("beta=true") || query.startsWith("beta=true&") || query.contains("&beta=true"));
        if (!beta) {
            return uri;
        }
        return URI.create(uri + (uri.getRawQuery() == null ? "?" : "&") + "beta=true");
    }

    private static void discard(Answer answer) {
        if (answer instanceof Answer.Whole whole) {
            whole.body().release();
        }
    }

    /**
     * What the attempts of one request share.
     *
     * @param tried grows with each that fails; used on the call's event loop alone
     */
    private record Run(Call call, List<Target> targets, List<Tried> tried) {}

    /**
     * How the attempts ended.
     *
     * @param target the one that the answer is of
     * @param tried all of them when none was good, the last one included; else empty
     */
    record Attempted(Answer answer, Target target, List<Tried> tried) {}
}
