package io.ninerouter.gateway.recorded;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.translate.Framing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Recorded traffic that lies beside the repository: provider answers ({@code ../shared/fixtures}) and requests of real clients
 * ({@code ../shared/captures}). Where it is missing the tests that need it are skipped and say so.
 */
public final class Recordings {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Dialect> DIALECTS = new TreeMap<>(Map.of(
            "openai-chat", Dialect.OPENAI_CHAT,
            "openai-responses", Dialect.OPENAI_RESPONSES,
            "anthropic", Dialect.ANTHROPIC,
            "gemini", Dialect.GEMINI,
            "gemini-codeassist", Dialect.CODE_ASSIST));

    private Recordings() {}

    /** Every recorded answer of the four dialects, in order of name. */
    public static List<Answer> answers() {
        return Dialect.CLIENTS.stream()
                .flatMap(dialect -> answers(dialect).stream())
                .sorted(Comparator.comparing(Answer::name))
                .toList();
    }

    /** Every recorded answer of a dialect, in order of name; none of those that nobody has recorded. */
    public static List<Answer> answers(Dialect dialect) {
        return DIALECTS.keySet().stream()
                .filter(folder -> DIALECTS.get(folder) == dialect)
                .flatMap(folder -> folders(folder("fixtures").resolve(folder)).stream())
                .map(Recordings::answer)
                .toList();
    }

    /** Request bodies by name: those of the recorded answers, and those of real clients. */
    public static Map<String, byte[]> requests() {
        Map<String, byte[]> requests = new TreeMap<>();
        for (Answer answer : answers()) {
            Path file = answer.folder().resolve("request.json");
            if (Files.exists(file)) {
                requests.put("fixture " + answer.name(), read(file));
            }
        }
        for (Path file : files(folder("captures"))) {
            try {
                JsonNode body = JSON.readTree(read(file)).path("body");
                requests.put("capture " + file.getFileName(), JSON.writeValueAsBytes(body));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return requests;
    }

    private static Answer answer(Path folder) {
        Path response = files(folder).stream()
                .filter(file -> file.getFileName().toString().startsWith("response."))
                .findFirst()
                .orElseThrow();
        try {
            JsonNode meta = JSON.readTree(read(folder.resolve("meta.json")));
            JsonNode expected = JSON.readTree(read(folder.resolve("expected.json")));
            return new Answer(folder, read(response), response.toString().endsWith(".sse"), meta, expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder(String name) {
        String root = System.getProperty("ninerouter.root", "");
        Path folder = Path.of(root).resolve("../shared").resolve(name).normalize();
        assumeTrue(
                !root.isEmpty() && Files.isDirectory(folder),
                () -> "no recordings at " + folder + " (expected: a checkout of them beside the repository)");
        return folder;
    }

    private static List<Path> folders(Path parent) {
        try (Stream<Path> found = Files.list(parent)) {
            return found.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path parent) {
        try (Stream<Path> found = Files.list(parent)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One recorded answer.
     *
     * @param folder where it lies: {@code <dialect>/<name>}
     * @param body the bytes that a provider sent
     * @param events whether they are server-sent events
     * @param meta what is known of the recording
     * @param expected what it says, derived by other code than ours
     */
    public record Answer(Path folder, byte[] body, boolean events, JsonNode meta, JsonNode expected) {

        /** {@code <dialect>/<name>}. */
        public String name() {
            return folder.getParent().getFileName() + "/" + folder.getFileName();
        }

        /** The dialect of its folder. */
        public Dialect dialect() {
            return DIALECTS.get(folder.getParent().getFileName().toString());
        }

        /** How it travelled. */
        public Framing framing() {
            boolean array = dialect() == Dialect.GEMINI && meta.path("stream").asBoolean() && status() == 200;
            return events ? Framing.SSE : array ? Framing.JSON_ARRAY : Framing.UNARY;
        }

        /** HTTP status. */
        public int status() {
            return meta.path("status").asInt();
        }

        /** A field of the expected usage; null when the provider did not report it. */
        public @Nullable Long usage(String field) {
            JsonNode value = expected.path("usage").path(field);
            return value.isNumber() ? value.asLong() : null;
        }

        @Override
        public String toString() {
            return name();
        }
    }
}
