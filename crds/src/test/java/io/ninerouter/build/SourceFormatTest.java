package io.ninerouter.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every Java file of the project stands in one format. A test and not a Maven plugin, because the formatter needs the JDK
 * that the tests run on, while Maven itself may run on an older one. It stands in the first module so that a wrong format
 * fails in seconds.
 */
class SourceFormatTest {
    private static final String APPLY = "mvn -q -pl crds test -Dtest=SourceFormatTest -Dformat=apply";
    private static final Path ROOT = Path.of(System.getProperty("ninerouter.root", ".."));
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    @Test
    void everyFileStandsInTheFormat() throws IOException {
        boolean apply = "apply".equals(System.getProperty("format"));
        List<Path> sources = sources();
        assertThat(sources).hasSizeGreaterThan(20);
        List<String> wrong = sources.parallelStream()
                .filter(source -> !isInFormat(source, apply))
                .map(source -> ROOT.relativize(source).toString())
                .sorted()
                .toList();
        assertThat(wrong).as("format them with: %s", APPLY).isEmpty();
    }

    /** Whether it is, or has been put into it. */
    private static boolean isInFormat(Path source, boolean apply) {
        try {
            String text = Files.readString(source, StandardCharsets.UTF_8);
            String formatted = format(text);
            boolean is = formatted.equals(text);
            if (!is && apply) {
                Files.writeString(source, formatted, StandardCharsets.UTF_8);
            }
            return is || apply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FormatterException e) {
            throw new IllegalArgumentException(source + " is no Java that the formatter reads", e);
        }
    }

    private static String format(String text) throws FormatterException {
        String imports = ImportOrderer.reorderImports(
                RemoveUnusedImports.removeUnusedImports(text), JavaFormatterOptions.Style.PALANTIR);
        return FORMATTER.formatSource(imports);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> found = new ArrayList<>();
            for (Path src : modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(src)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
                }
            }
            return found;
        }
    }
}
