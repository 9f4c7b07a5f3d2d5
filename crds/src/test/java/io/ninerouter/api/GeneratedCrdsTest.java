package io.ninerouter.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The CRDs that are checked in are those that the records make. */
class GeneratedCrdsTest {
    private static final Path CHECKED_IN = Path.of("generated");
    private static final String REFRESH = "mvn -q -pl crds test -Dtest=GeneratedCrdsTest -Dcrds=update";

    @Test
    void checkedInCrdsAreFresh(@TempDir Path scratch) throws IOException {
        Map<String, String> generated = Crds.generate(scratch);
        if ("update".equals(System.getProperty("crds"))) {
            for (var file : generated.entrySet()) {
                Files.writeString(CHECKED_IN.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
            }
        }
        Map<String, String> checkedIn = Crds.read(CHECKED_IN);
        assertThat(checkedIn.keySet()).as("refresh with: %s", REFRESH).isEqualTo(generated.keySet());
        generated.forEach((name, yaml) -> assertThat(checkedIn.get(name))
                .as("%s; refresh with: %s", name, REFRESH)
                .isEqualTo(yaml));
    }

    @Test
    void everyKindHasItsCrd(@TempDir Path scratch) {
        assertThat(Crds.generate(scratch)).hasSameSizeAs(Crds.KINDS);
    }
}
