package io.ninerouter.gateway.snapshot;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What the value of a placeholder has to be where it stands, so that it cannot say more than it is asked. */
enum Form {
    /** A host name, a part of one, or a port. */
    HOST {
        @Override
        String write(String name, String value) {
            if (!NAME.matcher(value).matches() || value.contains("..")) {
                throw unfit(name, "a host name or a part of one");
            }
            return value;
        }
    },
    /** Within a path or a query: percent-encoded, slashes too. */
    PATH {
        @Override
        String write(String name, String value) {
            if (value.equals(".") || value.equals("..")) {
                throw unfit(name, "a name");
            }
            return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        }
    },
    /** A header's value, or a part of one: visible ASCII and blanks. */
    HEADER {
        @Override
        String write(String name, String value) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c < ' ' || c > '~') {
                    throw unfit(name, "what a header can hold");
                }
            }
            return value;
        }
    };

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?");

    /**
     * The value as it is written there.
     *
     * @throws UnfilledException when it cannot stand there
     */
    abstract String write(String name, String value);

    private static UnfilledException unfit(String name, String expected) {
        return new UnfilledException(name + ": a value that cannot stand there (expected: " + expected + ")");
    }
}
