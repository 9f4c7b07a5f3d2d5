package io.ninerouter.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.Profile;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What of a request can be said only when all the rest of it is: signatures over address, headers, body and time. Stateless. */
public final class Signatures {
    private Signatures() {}

    /**
     * A request that is ready but for its signature.
     *
     * @param headers changed in place
     * @param body stays the caller's; its indexes are left alone
     */
    public record Unsigned(URI uri, HttpHeaders headers, ByteBuf body) {}

    /**
     * Signs where the provider wants it; most do not.
     *
     * @param nowMillis since the epoch
     * @throws io.ninerouter.gateway.codec.MissingFactException when a signature needs a fact that the credential lacks
     */
    public static void sign(
            Unsigned request,
            AuthScheme auth,
            @Nullable Profile profile,
            Dialect dialect,
            @Nullable Credential credential,
            long nowMillis) {
        if (profile == Profile.IFLOW && credential != null) {
            IFlowSignature.sign(request.headers(), credential.secret(), nowMillis);
        }
        if (auth.scheme() == AuthScheme.Scheme.SIGV4 && credential != null) {
            SigV4.sign("POST", request, "bedrock", credential, nowMillis);
        }
        if (dialect == Dialect.CURSOR) {
            CursorHeaders.put(request.headers(), credential, nowMillis);
        }
    }
}
