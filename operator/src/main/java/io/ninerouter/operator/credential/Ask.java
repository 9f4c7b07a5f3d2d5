package io.ninerouter.operator.credential;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One question to a vendor. Headers, body and even the query may hold secrets: only method and host are printed.
 *
 * @param headers by lower-case name
 * @param body null = none
 */
public record Ask(
        String method,
        URI url,
        Map<String, String> headers,
        @Nullable String body) {
    public Ask {
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    /** A GET that wants JSON. */
    static Ask get(String url) {
        return new Ask("GET", URI.create(url), Map.of("accept", "application/json"), null);
    }

    /** A POST of parameters as a form. */
    static Ask form(String url, Map<String, String> parameters) {
        return post(url, "application/x-www-form-urlencoded", encode(parameters));
    }

    /** A POST of parameters as a JSON object of strings. */
    static Ask json(String url, Map<String, String> parameters) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(parameters).forEach(object::put);
        return json(url, object);
    }

    /** A POST of a JSON object. */
    static Ask json(String url, ObjectNode object) {
        return post(url, "application/json", object.toString());
    }

    /** The same with one more header. */
    Ask with(String name, String value) {
        return with(Map.of(name, value));
    }

    /** The same with more headers. */
    Ask with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(headers);
        all.putAll(more);
        return new Ask(method, url, all, body);
    }

    /** An address with parameters behind what it has. */
    static String withQuery(String url, Map<String, String> parameters) {
        return parameters.isEmpty() ? url : url + (url.indexOf('?') < 0 ? '?' : '&') + encode(parameters);
    }

    private static Ask post(String url, String type, String body) {
        return new Ask("POST", URI.create(url), Map.of("accept", "application/json", "content-type", type), body);
    }

    private static String encode(Map<String, String> parameters) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(one -> encode(one.getKey()) + "=" + encode(one.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + url.getHost();
    }
}
