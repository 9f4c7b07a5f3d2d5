package io.ninerouter.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How another JVM is started: the JDK of this one, one core's worth of collector, a heap as small as a pod's. */
final class Java {
    private Java() {}

    /** The command that runs a main class on this process's class path. */
    static List<String> command(Class<?> main) {
        return command(main.getName(), System.getProperty("java.class.path"));
    }

    /** The same; a system property may add options of the JVM, such as a recording. */
    static List<String> command(Class<?> main, String property) {
        return command(main.getName(), System.getProperty("java.class.path"), property);
    }

    /** The command that runs a main class on a class path; a system property may add options of the JVM. */
    static List<String> command(String main, String classPath, String property) {
        List<String> command = new ArrayList<>(command(main, classPath));
        String options = System.getProperty(property, "");
        if (!options.isBlank()) {
            command.addAll(1, List.of(options.split(" +")));
        }
        return command;
    }

    private static List<String> command(String main, String classPath) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                // Netty 4.2 reaches for it; without, the JVM prints a warning and some paths are slower.
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                main);
    }
}
