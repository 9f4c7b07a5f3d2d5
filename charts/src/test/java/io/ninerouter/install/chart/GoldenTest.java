package io.ninerouter.install.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the chart renders, as files that are read in a review. {@code manifests} has the defaults, all namespaces and the monitoring; these
 * are what is furthest from them.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = Chart.NO_HELM)
class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final String REFRESH =
            "mvn -q -pl charts -am test -Dtest=GoldenTest -Dinstall=update -Dsurefire.failIfNoSpecifiedTests=false";

    @ParameterizedTest
    @ValueSource(strings = {"confined", "mirror"})
    void rendersWhatWasReviewed(String values) throws IOException {
        Path file = FOLDER.resolve(values + ".yaml");
        // The version changes with every release, and with nothing else.
        String rendered = Chart.text(values).replace(System.getProperty("ninerouter.version"), "VERSION");
        if ("update".equals(System.getProperty("install"))) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, rendered);
        }
        assertThat(rendered).as("refresh with: %s", REFRESH).isEqualTo(Files.readString(file));
    }

    /** Rendered twice in one process, some of these would be the same; on a cluster, or tomorrow, they would not. */
    @Test
    void templatesAskNothingOfTheClusterTheClockOrChance() throws IOException {
        List<String> words = List.of(
                "lookup", "genCA", "genSelfSigned", "genPrivateKey", "rand", "uuidv4", "now", "htpasswd", "bcrypt");
        int read = 0;
        try (Stream<Path> files = Files.list(Chart.FOLDER.resolve("templates"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file, StandardCharsets.UTF_8);
                String actions = String.join(
                        "\n",
                        Pattern.compile("\\{\\{(?!-?/\\*)(.*?)}}", Pattern.DOTALL)
                                .matcher(text)
                                .results()
                                .map(found -> found.group(1))
                                .toList());
                for (String word : words) {
                    assertThat(actions).as(file.getFileName().toString()).doesNotContainPattern("\\b" + word);
                }
                read++;
            }
        }
        assertThat(read).isGreaterThan(8);
    }
}
