package io.ninerouter.gateway.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * One recorded exchange with a provider.
 *
 * @param directory with {@code meta.json}, the request if it was kept, and the response
 */
public record Fixture(Dialect dialect, Path directory, JsonNode meta) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Dialect, String> FOLDERS = Map.of(
            Dialect.OPENAI_CHAT, "openai-chat",
            Dialect.OPENAI_RESPONSES, "openai-responses",
            Dialect.ANTHROPIC, "anthropic",
            Dialect.GEMINI, "gemini");

    /** All of the four dialects; a test that needs them is skipped where they are not at hand. */
    public static List<Fixture> all() {
        Path root = Path.of(System.getProperty("ninerouter.root", ".."), "..", "shared", "fixtures");
        Assumptions.assumeTrue(Files.isDirectory(root), () -> "no recorded fixtures at " + root.normalize());
        return FOLDERS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(folder -> of(folder.getKey(), root.resolve(folder.getValue())).stream())
                .toList();
    }

    private static List<Fixture> of(Dialect dialect, Path folder) {
        try (Stream<Path> directories = Files.list(folder)) {
            return directories
                    .filter(Files::isDirectory)
                    .sorted()
                    .map(directory -> new Fixture(dialect, directory, read(directory.resolve("meta.json"))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return directory.getParent().getFileName() + "/" + directory.getFileName();
    }

    public int status() {
        return meta.path("status").asInt(200);
    }

    public boolean stream() {
        return meta.path("stream").asBoolean();
    }

    public String contentType() {
        return meta.path("headers").path("content-type").asText("");
    }

    /** Whether the request counts tokens. */
    public boolean countsTokens() {
        return name().contains("count-tokens");
    }

    /** Whether a Gemini stream came as a JSON array. */
    public boolean array() {
        return stream() && Files.exists(directory.resolve("response.json"));
    }

    /** The recorded request; null when it was not kept or names no model. */
    public byte[] request() {
        Path file = directory.resolve("request.json");
        return Files.exists(file) ? bytes(file) : null;
    }

    public byte[] response() {
        Path events = directory.resolve("response.sse");
        return bytes(Files.exists(events) ? events : directory.resolve("response.json"));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
