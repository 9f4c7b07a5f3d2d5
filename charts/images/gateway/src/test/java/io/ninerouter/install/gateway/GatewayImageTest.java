package io.ninerouter.install.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.install.image.Rehearsal;
import io.ninerouter.install.image.Ready;
import io.ninerouter.install.image.UnpackedImage;
import io.ninerouter.quickstart.api.EmbeddedApi;
import io.ninerouter.quickstart.api.EmbeddedApiConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as its image holds it. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "images are made on Linux only")
class GatewayImageTest {
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
                            "ninerouter-gateway-" + System.getProperty("image.version") + ".jar");
        }
    }

    @Test
    void servesEveryDialectAndWritesNothing(@TempDir Path scratch) throws Exception {
        TreeMap<String, FileTime> before = files();
        try (Rehearsal.Play play = Rehearsal.play("gateway", scratch)) {
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

    @Test
    void aGatewayWithoutConfigurationLivesAndIsNotReady(@TempDir Path scratch) throws Exception {
        int management = Ready.freePort();
        try (EmbeddedApi api = EmbeddedApi.start(EmbeddedApiConfig.on(0, scratch.resolve("kubeconfig")))) {
            Process process = image.start(
                    Map.of(
                            "KUBECONFIG", api.kubeconfig().toString(),
                            "NINEROUTER_ROUTER_NAMESPACE", "default",
                            "NINEROUTER_ROUTER_NAME", "main"),
                    List.of("--server.port=0", "--management.server.port=" + management),
                    scratch.resolve("output"));
            try {
                String probes = "http://127.0.0.1:" + management;
                Ready.await(process.toHandle(), URI.create(probes + "/livez"), 200);
                Ready.await(process.toHandle(), URI.create(probes + "/readyz"), 503);
            } finally {
                process.destroyForcibly();
            }
        }
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
