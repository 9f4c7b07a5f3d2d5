package io.ninerouter.operator.egress;

import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.SecretText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A call with the credential in its place. Holds it in plain text: never printed.
 *
 * @param url absolute
 * @param headers by lower-case name
 */
public record ShownCredential(String url, Map<String, String> headers) {

    /**
     * Puts a credential where a provider wants it, and in headers what every call of ours has.
     *
     * @param credential null = none is shown
     */
    public static ShownCredential in(
            String url, Map<String, String> headers, AuthScheme auth, @Nullable SecretText credential) {
        String name = auth.name() == null ? "" : auth.name();
        String prefix = auth.prefix() == null ? "" : auth.prefix();
        Map<String, String> all = new TreeMap<>(headers);
        all.putIfAbsent("accept", "application/json");
        all.putIfAbsent("user-agent", "ninerouter");
        if (credential == null) {
            return new ShownCredential(url, all);
        }
        return switch (auth.scheme()) {
            case BEARER -> {
                all.put("authorization", "Bearer " + prefix + credential.reveal());
                yield new ShownCredential(url, all);
            }
            case HEADER -> {
                all.put(name, prefix + credential.reveal());
                yield new ShownCredential(url, all);
            }
            case QUERY ->
                new ShownCredential(
                        url + (url.indexOf('?') < 0 ? '?' : '&') + name + "="
                                + URLEncoder.encode(credential.reveal(), StandardCharsets.UTF_8),
                        all);
            case NONE, SIGV4 -> new ShownCredential(url, all);
        };
    }

    /** Neither. */
    @Override
    public String toString() {
        return "ShownCredential[]";
    }
}
