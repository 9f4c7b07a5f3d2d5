package io.ninerouter.quickstart.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Documents for tests. */
public final class Yaml {

    private Yaml() {}

    /** A document written in YAML. */
    public static ObjectNode object(String yaml) {
        return (ObjectNode) Json.parseYaml(yaml.getBytes(StandardCharsets.UTF_8));
    }

    /** A document of the test class path. */
    public static ObjectNode resource(String name) {
        return object(text(name));
    }

    /** A file of the test class path. */
    public static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Yaml.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
