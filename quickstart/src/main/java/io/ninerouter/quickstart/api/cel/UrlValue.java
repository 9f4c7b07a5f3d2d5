package io.ninerouter.quickstart.api.cel;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A URL as rules take it apart: absolute, or a path that begins with a slash.
 *
 * @param uri parsed
 */
record UrlValue(URI uri) {

    static UrlValue parse(String text) {
        try {
            URI uri = new URI(text);
            if (!uri.isAbsolute() && !text.startsWith("/")) {
                throw new IllegalArgumentException("URL parse error during conversion from string: " + text);
            }
            return new UrlValue(uri);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("URL parse error during conversion from string: " + text, e);
        }
    }

    static boolean isUrl(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    String scheme() {
        return uri.getScheme() == null ? "" : uri.getScheme();
    }

    /** Host and port, IPv6 in brackets. */
    String host() {
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    /** The host alone, IPv6 without brackets. */
    String hostname() {
        String host = host();
        if (host.startsWith("[")) {
            return host.substring(1, Math.max(1, host.indexOf(']')));
        }
        int colon = host.lastIndexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    String port() {
        String host = host();
        int colon = host.lastIndexOf(':');
        return colon < 0 || colon < host.indexOf(']') ? "" : host.substring(colon + 1);
    }

    String escapedPath() {
        return uri.getRawPath() == null ? "" : uri.getRawPath();
    }

    Map<String, List<String>> query() {
        Map<String, List<String>> query = new LinkedHashMap<>();
        String raw = uri.getRawQuery();
        for (String part : raw == null || raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            String value = equals < 0 ? "" : part.substring(equals + 1);
            query.computeIfAbsent(URLDecoder.decode(name, StandardCharsets.UTF_8), n -> new ArrayList<>())
                    .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return query;
    }
}
