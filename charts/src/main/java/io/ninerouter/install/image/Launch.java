package io.ninerouter.install.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a program of an image is started: in {@code /app}, by {@code java -XX:AOTCache=app.aot @java.args}. The cache holds only
 * for the class path, in this order, that it was made with, and for files of the same age.
 *
 * @param app the folder that becomes {@code /app}
 * @param main the program's class
 * @param own flags of this program beside those of both
 */
record Launch(Path app, String main, List<String> own) {
    /** Beside {@code libs}: flags, class path, main class. */
    static final String ARGUMENTS = "java.args";

    /** The program's classes, linked ahead. */
    static final String CACHE = "app.aot";

    /**
     * Small to begin with and bound by the container, and out of memory means a new process. One collector thread: pods are
     * given few cores, and a small heap is collected in milliseconds.
     */
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-Xms16m",
            "-XX:MaxRAMPercentage=60",
            "-XX:+ExitOnOutOfMemoryError",
            // Its file in /tmp tells nobody anything in a container.
            "-XX:-UsePerfData",
            // What is found by reflection is called by native code (a choice since JEP 416). Otherwise the first
            // call of each constructor and method spins bytecode, which no cache keeps, and most are called once:
            // a tenth of a start.
            "-Djdk.reflect.useNativeAccessorOnly=true",
            // Netty's epoll.
            "--enable-native-access=ALL-UNNAMED",
            // Without a word Netty does not touch Unsafe on this Java, and the benchmark measures it with.
            "--sun-misc-unsafe-memory-access=allow");

    /** The age that files in an image have. */
    private static final FileTime AGE = FileTime.from(Instant.ofEpochSecond(1));

    Launch {
        own = List.copyOf(own);
    }

    /** Writes the arguments, and gives the libraries the age that they have in the image. */
    void prepare() throws IOException {
        List<String> libraries = new ArrayList<>();
        try (Stream<Path> files = Files.list(app.resolve("libs"))) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, AGE);
                libraries.add(file.getFileName().toString());
            }
        }
        // Our own first: where two hold a file of one name, ours is meant.
        libraries.sort(Comparator.comparing((String name) -> !name.startsWith("ninerouter-"))
                .thenComparing(Comparator.naturalOrder()));
        List<String> lines = new ArrayList<>(FLAGS);
        lines.addAll(own);
        lines.add("-classpath");
        lines.add("libs/" + String.join(":libs/", libraries));
        lines.add(main);
        Files.writeString(app.resolve(ARGUMENTS), String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    }
}
