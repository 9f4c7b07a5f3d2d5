package io.ninerouter.install.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.install.image.Rehearsal;
import io.ninerouter.install.image.UnpackedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The operator as its image holds it. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "images are made on Linux only")
class OperatorImageTest {
    private static final int TERMINATED = 143;

    @TempDir
    static Path folder;

    private static UnpackedImage image;

    @BeforeAll
    static void unpack() throws Exception {
        image = UnpackedImage.of(Path.of(System.getProperty("image.tar")), folder);
    }

    @Test
    void isRunByNobodyInParticularAndSaysWhatItIs() {
        JsonNode config = image.config().get("config");
        assertThat(config.get("User").asText()).isEqualTo("10001:10001");
        assertThat(config.at("/Labels/org.opencontainers.image.version").asText())
                .isEqualTo(System.getProperty("image.version"));
        assertThat(config.at("/Labels/org.opencontainers.image.licenses").asText())
                .isEqualTo("Apache-2.0");
        assertThat(config.at("/ExposedPorts/9090~1tcp").isMissingNode()).isFalse();
        assertThat(image.config().get("os").asText()).isEqualTo("linux");
        assertThat(image.config().get("created").asText()).isEqualTo("2026-11-01T00:00:00Z");
    }

    @Test
    @DisabledIfSystemProperty(named = "image.maven", matches = "offline=true", disabledReason = "CycloneDX is silent offline")
    void billOfMaterialsNamesEveryLibraryAndNoOther() throws Exception {
        try (Stream<Path> files = Files.list(image.root().resolve("app/libs"))) {
            assertThat(image.materials())
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void holdsNoOtherProgramAndNoTests() throws Exception {
        try (Stream<Path> files = Files.list(image.root().resolve("app/libs"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("ninerouter-")))
                    .containsExactlyInAnyOrder(
                            "ninerouter-crds-" + System.getProperty("image.version") + ".jar",
                            "ninerouter-operator-" + System.getProperty("image.version") + ".jar");
        }
    }

    @Test
    void compilesWhatIsAppliedAndWritesNothing(@TempDir Path scratch) throws Exception {
        TreeMap<String, FileTime> before = files();
        try (Rehearsal.Play play = Rehearsal.play("operator", scratch)) {
            Process process = image.start(play.environment(), play.arguments(), scratch.resolve("output"));
            try {
                play.perform(process.toHandle());
                process.destroy();
                assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
                assertThat(process.exitValue()).isEqualTo(TERMINATED);
            } finally {
                process.destroyForcibly();
            }
        }
        List<String> output = Files.readAllLines(scratch.resolve("output"));
        assertThat(output).isNotEmpty().as("no warning of the JVM, as of a cache that does not fit").noneMatch(line ->
                line.startsWith("[") || line.startsWith("WARNING"));
        assertThat(files()).isEqualTo(before);
    }

    private static TreeMap<String, FileTime> files() throws Exception {
        TreeMap<String, FileTime> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(image.root())) {
            for (Path path : paths.toList()) {
                files.put(path.toString(), Files.getLastModifiedTime(path));
            }
        }
        return files;
    }
}
