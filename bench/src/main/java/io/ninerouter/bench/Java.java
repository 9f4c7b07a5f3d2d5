package io.ninerouter.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How another JVM is started: the JDK of this one, the images' collector and headers, a heap as small as a pod's. */
final class Java {
    private Java() {}

    /** The command that runs a main class on this process's class path. */
    static List<String> command(Class<?> main) {
        return command(main.getName(), System.getProperty("java.class.path"), List.of());
    }

    /** The same; a system property may add options of the JVM, such as a recording. */
    static List<String> command(Class<?> main, String property) {
        return command(main.getName(), System.getProperty("java.class.path"), property);
    }

    /**
     * The command that runs a main class on a class path.
     *
     * @param property system property with more options of the JVM, such as a recording
     * @param flags options of this program; of two that contradict each other the later counts, those of the property last
     */
    static List<String> command(String main, String classPath, String property, String... flags) {
        List<String> options = new ArrayList<>(List.of(flags));
        String more = System.getProperty(property, "");
        if (!more.isBlank()) {
            options.addAll(List.of(more.split(" +")));
        }
        return command(main, classPath, options);
    }

    private static List<String> command(String main, String classPath, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                // Netty 4.2 reaches for it; without, the JVM prints a warning and some paths are slower.
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        return command;
    }
}
