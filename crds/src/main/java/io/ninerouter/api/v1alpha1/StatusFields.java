package io.ninerouter.api.v1alpha1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The fields that the statuses of our kinds have in this release. An API server whose definitions lack one of them refuses
 * every server-side apply of a status that sets it.
 */
public final class StatusFields {
    /** Made with the definitions: one line for each field, kind and path. */
    public static final String RESOURCE = "status-fields.txt";

    private StatusFields() {}

    /**
     * Their paths by kind, such as {@code status.conditions[].type}.
     *
     * @throws UncheckedIOException when the list is missing from the class path
     */
    public static Map<String, Set<String>> byKind() {
        try (InputStream in = StatusFields.class.getResourceAsStream("/" + RESOURCE)) {
            if (in == null) {
                throw new IOException(RESOURCE + ": not on the class path");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Set<String>> parse(String text) {
        Map<String, Set<String>> fields = new TreeMap<>();
        text.lines().forEach(line -> {
            int space = line.indexOf(' ');
            fields.computeIfAbsent(line.substring(0, space), kind -> new TreeSet<>())
                    .add(line.substring(space + 1));
        });
        return fields;
    }
}
