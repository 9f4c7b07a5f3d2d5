package io.ninerouter.install.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.install.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code helm upgrade} from any values to any others, and to the next version of the chart, changes no field that an API server lets
 * nobody change, and replaces nothing that people have made.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = Chart.NO_HELM)
class UpgradeTest {
    /** By kind, what is decided once. */
    private static final Map<String, String> IMMUTABLE =
            Map.of("Deployment", "spec/selector", "RoleBinding", "roleRef", "ClusterRoleBinding", "roleRef");

    private static final Map<String, List<Map<String, Object>>> RENDERED = new HashMap<>();

    @BeforeAll
    static void render() {
        Chart.CASES.forEach(values -> RENDERED.put(values, Chart.objects(values)));
    }

    record Upgrade(String from, String to) {}

    static Stream<Upgrade> upgrades() {
        return Chart.CASES.stream().flatMap(from -> Chart.CASES.stream().map(to -> new Upgrade(from, to)));
    }

    @ParameterizedTest
    @MethodSource("upgrades")
    void otherValuesChangeNothingThatCannotBeChanged(Upgrade upgrade) {
        assertThat(compared(RENDERED.get(upgrade.from()), RENDERED.get(upgrade.to())))
                .as("kinds that were compared")
                .isPositive();
    }

    @Test
    void theNextVersionChangesNothingThatCannotBeChanged(@TempDir Path folder) throws IOException {
        List<Map<String, Object>> before = RENDERED.get("defaults");
        List<Map<String, Object>> after =
                Documents.of(Chart.template(copy(folder, "99.0.0"), null).call());

        assertThat(compared(before, after)).isPositive();
        assertThat(Documents.ids(after)).as("nothing goes and comes").isEqualTo(Documents.ids(before));
        assertThat(after.toString()).contains("99.0.0");
    }

    /** Definitions are not part of a release: Helm neither changes them in an upgrade nor takes them, and all objects, with it. */
    @Test
    void noDefinitionIsPartOfARelease() {
        RENDERED.forEach((values, objects) -> assertThat(Documents.ids(objects))
                .as(values)
                .noneMatch(id -> id.startsWith("CustomResourceDefinition")));
        assertThat(Documents.of(Chart.definitions())).hasSizeGreaterThan(6);
    }

    private static int compared(List<Map<String, Object>> before, List<Map<String, Object>> after) {
        Map<String, Map<String, Object>> old = new HashMap<>();
        before.forEach(object -> old.put(Documents.id(object), object));
        int compared = 0;
        for (Map<String, Object> object : after) {
            String path = IMMUTABLE.get(object.get("kind").toString());
            Map<String, Object> was = old.get(Documents.id(object));
            if (path != null && was != null) {
                assertThat(Documents.<Object>at(object, path))
                        .as(Documents.id(object) + " " + path)
                        .isEqualTo(Documents.at(was, path));
                compared++;
            }
        }
        return compared;
    }

    /** The chart as its next release would have it. */
    private static Path copy(Path folder, String version) throws IOException {
        try (Stream<Path> files = Files.walk(Chart.FOLDER)) {
            for (Path file : files.toList()) {
                Path to = folder.resolve(Chart.FOLDER.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        Path chart = folder.resolve("Chart.yaml");
        Files.writeString(
                chart, Files.readString(chart).replaceAll("(?m)^(version|appVersion): .*$", "$1: " + version));
        return folder;
    }
}
