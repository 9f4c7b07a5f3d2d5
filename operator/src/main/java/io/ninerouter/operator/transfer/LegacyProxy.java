package io.ninerouter.operator.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A proxy as 9Router writes it: an address, perhaps without a scheme, and a list of exceptions in one text. */
final class LegacyProxy {
    private LegacyProxy() {}

    /**
     * The {@code egress} of a spec; empty where there is no usable address.
     *
     * @param secret name of the Secret that its user and password are kept in, where it has some
     * @param remarks gets what could not be taken over
     */
    static Optional<ObjectNode> of(
            @Nullable String url, @Nullable String exceptions, String secret, Taking taking, List<String> remarks) {
        if (url == null) {
            return Optional.empty();
        }
        URI uri;
        try {
            uri = URI.create(url.contains("://") ? url : "http://" + url);
        } catch (IllegalArgumentException e) {
            remarks.add("its proxy's address cannot be read");
            return Optional.empty();
        }
        if (uri.getHost() == null) {
            remarks.add("its proxy's address cannot be read");
            return Optional.empty();
        }
        String plain = uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        ObjectNode proxy = Specs.object().put("https", plain).put("http", plain);
        String user = uri.getRawUserInfo();
        if (user != null) {
            int colon = user.indexOf(':');
            String name = taking.addSecret(
                    secret,
                    Map.of(
                            "username",
                            decoded(colon < 0 ? user : user.substring(0, colon)),
                            "password",
                            colon < 0 ? "" : decoded(user.substring(colon + 1))));
            proxy.set("secretRef", Specs.object().put("name", name));
        }
        List<String> direct = exceptions == null
                ? List.of()
                : Stream.of(exceptions.split("[,\\s]+"))
                        .map(String::strip)
                        .filter(text -> !text.isEmpty() && text.length() <= 253)
                        .limit(64)
                        .toList();
        if (!direct.isEmpty()) {
            direct.forEach(proxy.putArray("noProxy")::add);
        }
        return Optional.of((ObjectNode) Specs.object().set("proxy", proxy));
    }

    /** A plus is a plus here, unlike in a form. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
