package io.ninerouter.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.StatusFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The CRDs that are checked in are those that the records make. */
class GeneratedCrdsTest {
    /** The first is the one that programs install; the others are what people apply, and have to be files of their own. */
    private static final List<Path> CHECKED_IN =
            List.of(Path.of("generated"), Path.of("../charts/ninerouter/crds"), Path.of("../manifests/install/crds"));

    private static final String REFRESH = "mvn -q -pl crds test -Dtest=GeneratedCrdsTest -Dcrds=update";

    @ParameterizedTest
    @FieldSource("CHECKED_IN")
    void checkedInCrdsAreFresh(Path folder, @TempDir Path scratch) throws IOException {
        // "helm show crds" of older releases puts nothing between two files.
        String head = folder.startsWith("../charts") ? "---\n" : "";
        Map<String, String> generated = Crds.generate(scratch);
        generated.replaceAll((name, yaml) -> head + yaml);
        if ("update".equals(System.getProperty("crds"))) {
            for (var file : generated.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
            }
        }
        Map<String, String> checkedIn = Crds.read(folder);
        assertThat(checkedIn.keySet()).as("refresh with: %s", REFRESH).isEqualTo(generated.keySet());
        generated.forEach((name, yaml) -> assertThat(checkedIn.get(name))
                .as("%s; refresh with: %s", folder.resolve(name), REFRESH)
                .isEqualTo(yaml));
    }

    @Test
    void listOfStatusFieldsIsFresh(@TempDir Path scratch) throws IOException {
        Path list = Path.of("src/main/resources", StatusFields.RESOURCE);
        String generated = Crds.statusFields(Crds.generate(scratch).values());
        if ("update".equals(System.getProperty("crds"))) {
            // What is on the class path is still the list of before.
            Files.writeString(list, generated, StandardCharsets.UTF_8);
            return;
        }
        assertThat(Files.readString(list, StandardCharsets.UTF_8))
                .as("refresh with: %s", REFRESH)
                .isEqualTo(generated);
        assertThat(StatusFields.byKind()).hasSameSizeAs(Crds.KINDS);
        assertThat(StatusFields.byKind().get("Combo")).contains("status.conditions[].type");
    }

    @Test
    void everyKindHasItsCrd(@TempDir Path scratch) {
        assertThat(Crds.generate(scratch)).hasSameSizeAs(Crds.KINDS);
    }
}
