package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.gateway.profile.Profiles;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.snapshot.Address;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.upstream.Authorizer;
import io.ninerouter.gateway.upstream.Signatures;
import io.ninerouter.gateway.upstream.UpstreamRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Addresses and signs a request whose body and headers are ready. Stateless. */
final class Outgoing {
    private Outgoing() {}

    /**
     * The request.
     *
     * @param headers get the credential where the provider wants it there
     * @param body passes to the request
     * @param nowMillis since the epoch
     */
    static UpstreamRequest request(Call call, Target target, HttpHeaders headers, ByteBuf body, long nowMillis) {
        try {
            return signed(call, target, headers, body, nowMillis);
        } catch (RuntimeException e) {
            body.release();
            throw e;
        }
    }

    private static UpstreamRequest signed(Call call, Target target, HttpHeaders headers, ByteBuf body, long nowMillis) {
        Call.Question question = call.question();
        boolean same = question.dialect() == target.dialect();
        // An array of chunks is a framing of Gemini's own: a translated answer comes as events.
        Framing framing = same || question.framing() == Framing.UNARY ? question.framing() : Framing.SSE;
        String path = Endpoints.of(target.dialect(), question.action(), target.model(), framing);
        String root = Profiles.root(target.provider().config().profile(), target.dialect());
        URI uri = target.provider().address().below(base(call, target), root + path);
        URI wanted = same ? withBeta(uri, call.origin().query()) : uri;
        URI signed = signed(target, headers, body, wanted, nowMillis);
        return new UpstreamRequest(
                signed,
                headers,
                body,
                call.snapshot().settings().timeouts().connectMillis(),
                call.snapshot().way(target.connection()),
                Endpoints.http2(target.dialect()));
    }

    private static URI signed(Target target, HttpHeaders headers, ByteBuf body, URI uri, long nowMillis) {
        ProviderConfig provider = target.provider().config();
        AuthScheme auth = target.provider().auth(target.connection(), target.credential());
        URI authorized = Authorizer.authorize(auth, target.credential(), headers, uri);
        Signatures.sign(
                new Signatures.Unsigned(authorized, headers, body),
                auth,
                provider.profile(),
                target.dialect(),
                target.credential(),
                nowMillis);
        return authorized;
    }

    private static URI base(Call call, Target target) {
        Address address = target.provider().address();
        URI fixed = address.fixed();
        return fixed != null && address.isPlain(target.credential())
                ? fixed
                : address.at(new Placeholders(call, target), target.credential());
    }

    /** Anthropic's SDKs ask for beta features in the query too. */
    private static URI withBeta(URI uri, @Nullable String query) {
        boolean beta = query != null
                && (query.equals("beta=true") || query.startsWith("beta=true&") || query.contains("&beta=true"));
        return beta ? URI.create(uri + (uri.getRawQuery() == null ? "?" : "&") + "beta=true") : uri;
    }
}
