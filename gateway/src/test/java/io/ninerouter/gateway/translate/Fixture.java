package io.ninerouter.gateway.translate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An exchange with a provider that was recorded, or written after its reference, and what it means. */
record Fixture(String name, JsonNode meta, Path folder, byte[] response, boolean streamed, JsonNode expected) {
    static final JsonMapper JSON = JsonMapper.builder().build();

    /** The fixtures of one dialect, recorded ones and ours; empty when there are none. */
    static List<Fixture> of(String dialect) {
        return Stream.of(shared().resolve("fixtures"), root().resolve("gateway/src/test/fixtures"))
                .map(place -> place.resolve(dialect))
                .filter(Files::isDirectory)
                .flatMap(folder -> in(folder).stream())
                .toList();
    }

    private static List<Fixture> in(Path folder) {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(Files::isDirectory)
                    .sorted()
                    .map(Fixture::load)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folders of recordings that there are; empty when they are not at hand. */
    static Set<String> folders() {
        Path all = shared().resolve("fixtures");
        if (!Files.isDirectory(all)) {
            return Set.of();
        }
        try (Stream<Path> folders = Files.list(all)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .collect(Collectors.toSet());
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

    /** How the answer came. */
    Framing framing() {
        String type = meta.path("headers").path("content-type").asString("");
        return Stream.of(Framing.EVENT_STREAM, Framing.CONNECT, Framing.LINES)
                .filter(framing -> type.startsWith(framing.contentType()))
                .findFirst()
                .orElse(streamed ? Framing.SSE : Framing.UNARY);
    }

    private static Fixture load(Path folder) {
        try {
            Path response = Stream.of("response.sse", "response.bin", "response.ndjson", "response.json")
                    .map(folder::resolve)
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            boolean streamed = !response.endsWith("response.json");
            JsonNode meta = read(folder.resolve("meta.json"));
            JsonNode expected = read(folder.resolve("expected.json"));
            String name = folder.getFileName().toString();
            return new Fixture(name, meta, folder, Files.readAllBytes(response), streamed, expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path shared() {
        return root().resolve("../shared");
    }

    private static Path root() {
        return Path.of(System.getProperty("ninerouter.root", ".."));
    }
}
