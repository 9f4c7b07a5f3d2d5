package io.ninerouter.operator.egress;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a call; any status is one.
 *
 * @param headers values in their order, by lower-case name
 * @param body read as UTF-8; at most as many bytes as the call wanted
 * @param whole whether that is all of it
 */
public record OutboundReply(int status, Map<String, List<String>> headers, String body, boolean whole) {
    public OutboundReply {
        headers = Map.copyOf(headers);
    }

    /** The first value of a header; null = there is none. */
    public @Nullable String header(String lowerCaseName) {
        List<String> values = headers.get(lowerCaseName);
        return values == null ? null : values.getFirst();
    }

    /** Bodies hold tokens. */
    @Override
    public String toString() {
        return "OutboundReply[" + status + ", " + body.length() + " characters]";
    }
}
