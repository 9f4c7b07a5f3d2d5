package io.ninerouter.install.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The two lowest layers of an image, as folders: {@code jre} holds a Java runtime in {@code /opt/jre}, linked from the JDK
 * that runs this; {@code libc} holds the C library of this machine that the runtime needs and the few files that a program
 * expects of an operating system. An image made from another base takes the first alone.
 */
public final class BaseLayers {
    /** Spring needs java.desktop for java.beans; jdk.crypto.cryptoki and jdk.naming.dns are left out: nothing loads them. */
    private static final String MODULES = String.join(
            ",",
            "java.base",
            "java.desktop",
            "java.instrument",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.security.jgss",
            "java.sql",
            "java.xml",
            "jdk.crypto.ec",
            "jdk.httpserver",
            "jdk.jcmd",
            "jdk.jfr",
            "jdk.management",
            "jdk.unsupported",
            "jdk.zipfs");

    private static final Map<String, String> FILES = Map.of(
            "etc/passwd", "ninerouter:x:10001:10001::/tmp:/sbin/nologin\n",
            "etc/group", "ninerouter:x:10001:\n",
            "etc/nsswitch.conf", "hosts: files dns\n");

    private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x[0-9a-f]+\\)");

    private BaseLayers() {}

    /** Makes both folders anew within the one that is named. */
    public static void main(String[] arguments) {
        Path target = Path.of(arguments[0]).toAbsolutePath();
        try {
            clear(target);
            Path runtime = target.resolve("jre/opt/jre");
            Files.createDirectories(runtime.getParent());
            link(runtime);
            Path libc = target.resolve("libc");
            Files.createDirectories(libc.resolve("tmp"));
            for (var file : FILES.entrySet()) {
                Path path = libc.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
            }
            for (Path library : libraries(runtime)) {
                Path copy = libc.resolve(library.toString().substring(1));
                Files.createDirectories(copy.getParent());
                Files.copy(library.toRealPath(), copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path runtime) {
        ToolProvider jlink = ToolProvider.findFirst("jlink")
                .orElseThrow(
                        () -> new IllegalStateException("jlink: not in this Java runtime (expected: a whole JDK)"));
        int exit = jlink.run(
                System.out,
                System.err,
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                runtime.toString());
        if (exit != 0) {
            throw new IllegalStateException("jlink: exit code " + exit + " (expected: 0)");
        }
    }

    /** What the launcher and the runtime's libraries load from outside it. What only a screen needs is not there and not missed. */
    private static Set<Path> libraries(Path runtime) throws IOException {
        Set<Path> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(runtime)) {
            for (Path file : files.filter(BaseLayers::isNative).toList()) {
                Process ldd = new ProcessBuilder("ldd", file.toString())
                        .redirectErrorStream(true)
                        .start();
                String text = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                Matcher library = LIBRARY.matcher(text);
                while (library.find()) {
                    Path path = Path.of(library.group(1)).normalize();
                    if (!path.startsWith(runtime)) {
                        found.add(path);
                    }
                }
            }
        }
        if (found.isEmpty()) {
            throw new IllegalStateException("ldd: found no C library of " + runtime);
        }
        return found;
    }

    private static boolean isNative(Path file) {
        return file.endsWith("bin/java") || file.toString().endsWith(".so");
    }

    private static void clear(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path visited, java.io.@org.jspecify.annotations.Nullable IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
