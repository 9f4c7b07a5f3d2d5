package io.ninerouter.operator.compile;

import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.SecretText;
import io.ninerouter.egress.Egress;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** How a connection's credential can be checked without traffic. */
public sealed interface Probing {
    /** Nothing is there to be checked. */
    Probing NONE = new Never("there is nothing to check");

    /**
     * By a GET that costs nothing.
     *
     * @param url absolute, without the credential
     * @param auth where the credential goes; its scheme is not {@link AuthScheme.Scheme#NONE}
     * @param headers fixed ones, by lower-case name
     * @param interval shortest time between two checks
     * @param way how the provider is reached
     */
    record Ask(
            String url,
            AuthScheme auth,
            Map<String, String> headers,
            SecretText credential,
            Duration interval,
            Egress way)
            implements Probing {
        public Ask {
            headers = Collections.unmodifiableMap(new TreeMap<>(headers));
        }

        /** One whose provider is reached as the environment says. */
        public Ask(String url, AuthScheme auth, Map<String, String> headers, SecretText credential, Duration interval) {
            this(url, auth, headers, credential, interval, Egress.DEFAULT);
        }

        /** The same, asked another way. */
        public Ask by(Egress other) {
            return new Ask(url, auth, headers, credential, interval, other);
        }

        /** Whether it is the same question: what one was answered counts for the other. */
        public boolean asksLike(Ask other) {
            return url.equals(other.url)
                    && auth.equals(other.auth)
                    && headers.equals(other.headers)
                    && credential.equals(other.credential)
                    && way.equals(other.way);
        }
    }

    /**
     * Not at all.
     *
     * @param why for people: the end of a sentence
     */
    record Never(String why) implements Probing {}
}
