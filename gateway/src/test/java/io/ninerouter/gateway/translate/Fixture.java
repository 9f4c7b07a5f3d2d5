package io.ninerouter.gateway.translate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A recorded exchange with a provider, and what it means. */
record Fixture(String name, JsonNode meta, Path folder, byte[] response, boolean streamed, JsonNode expected) {
    static final JsonMapper JSON = JsonMapper.builder().build();

    /** The fixtures of one dialect; empty when the folder is not there. */
    static List<Fixture> of(String dialect) {
        Path folder = shared().resolve("fixtures").resolve(dialect);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.sorted().map(Fixture::load).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Real requests of clients: the bodies of captures whose path contains {@code path}. */
    static List<Path> captures() {
        Path folder = shared().resolve("captures");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether there is no answer to decode: the provider refused with an HTTP status, or only counted tokens. */
    boolean refused() {
        boolean counted = meta.path("features")
                .valueStream()
                .anyMatch(feature -> feature.asString("").equals("count_tokens"));
        return counted || meta.path("status").asInt(200) >= 400;
    }

    private static Fixture load(Path folder) {
        try {
            Path sse = folder.resolve("response.sse");
            Path frames = folder.resolve("response.bin");
            Path stream = Files.exists(frames) ? frames : sse;
            boolean streamed = Files.exists(stream);
            byte[] response = Files.readAllBytes(streamed ? stream : folder.resolve("response.json"));
            JsonNode meta = read(folder.resolve("meta.json"));
            JsonNode expected = read(folder.resolve("expected.json"));
            return new Fixture(folder.getFileName().toString(), meta, folder, response, streamed, expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path shared() {
        return Path.of(System.getProperty("ninerouter.root", "..")).resolve("../shared");
    }
}
