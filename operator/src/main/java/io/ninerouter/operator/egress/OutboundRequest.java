package io.ninerouter.operator.egress;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One call to a provider.
 *
 * @param method such as GET
 * @param uri absolute http(s); may hold a credential: never printed
 * @param headers by name; Host, Content-Length and Connection are set by the client. May hold a credential: never printed
 * @param body sent as UTF-8; null = none
 * @param within bound of the whole call, from resolving a name to the last byte that is read
 * @param most bytes of the answer's body that are read; the rest is let go of
 */
public record OutboundRequest(
        String method,
        URI uri,
        Map<String, String> headers,
        @Nullable String body,
        Duration within,
        int most) {
    public OutboundRequest {
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    /** A GET. */
    public static OutboundRequest get(URI uri, Map<String, String> headers, Duration within, int most) {
        return new OutboundRequest("GET", uri, headers, null, within, most);
    }

    /** The host alone. */
    @Override
    public String toString() {
        return "OutboundRequest[" + method + " " + uri.getHost() + "]";
    }
}
