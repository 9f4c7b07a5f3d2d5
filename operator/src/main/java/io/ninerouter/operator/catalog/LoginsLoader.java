package io.ninerouter.operator.catalog;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;

/** Reads how accounts of built-in providers log in from the class path: {@code logins/list.yaml}. */
public final class LoginsLoader {
    private static final String PATH = "/logins/list.yaml";
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private LoginsLoader() {}

    /**
     * Reads all of them.
     *
     * @throws IllegalStateException when the file is missing or wrong: a build error
     */
    public static Logins load() {
        try (InputStream in = LoginsLoader.class.getResourceAsStream(PATH)) {
            if (in == null) {
                throw new IllegalStateException(PATH + ": not on the class path (expected: part of module crds)");
            }
            return MAPPER.readValue(in, Logins.class);
        } catch (IOException e) {
            throw new IllegalStateException(PATH + ": not readable", e);
        }
    }
}
