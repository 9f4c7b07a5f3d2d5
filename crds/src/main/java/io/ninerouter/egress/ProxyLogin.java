package io.ninerouter.egress;

import io.ninerouter.config.Credential;
import io.ninerouter.config.EgressConfig;
import io.ninerouter.config.SecretText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What is shown to a proxy.
 *
 * @param username without colons, as Basic authentication has it; kept out of logs like the password
 */
public record ProxyLogin(String username, SecretText password) {

    /** Out of an entry of the credentials. */
    static @Nullable ProxyLogin of(@Nullable Credential entry) {
        return entry == null
                ? null
                : new ProxyLogin(entry.facts().getOrDefault(EgressConfig.USERNAME, ""), entry.secret());
    }

    /** Out of {@code scheme://user:password@host}, both percent-encoded; null = there is no password in it. */
    static @Nullable ProxyLogin ofUrl(@Nullable String url) {
        int at = url == null ? -1 : url.lastIndexOf('@');
        if (url == null || at < 0) {
            return null;
        }
        int scheme = url.indexOf("://");
        String info = url.substring(scheme < 0 ? 0 : scheme + 3, at);
        int colon = info.indexOf(':');
        String password = colon < 0 ? "" : decode(info.substring(colon + 1));
        return password.isBlank() ? null : new ProxyLogin(decode(info.substring(0, colon)), SecretText.of(password));
    }

    /** The address alone. */
    static String without(String url) {
        int at = url.lastIndexOf('@');
        int scheme = url.indexOf("://");
        return at < 0 ? url : (scheme < 0 ? "" : url.substring(0, scheme + 3)) + url.substring(at + 1);
    }

    /** The value of {@code Proxy-Authorization}. */
    public String basic() {
        byte[] both = (username + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    @Override
    public String toString() {
        return "ProxyLogin[***]";
    }
}
