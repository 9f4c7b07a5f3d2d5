package io.ninerouter.operator.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page that tells of the built-in providers is what the catalogue says. */
class ProvidersPageTest {
    private static final Path PAGE =
            Path.of(System.getProperty("ninerouter.root", "..")).resolve("crds/docs/providers.md");
    private static final String REFRESH = "mvn -q -pl operator -am test -Dtest=ProvidersPageTest -Dproviders=update"
            + " -Dsurefire.failIfNoSpecifiedTests=false";

    @Test
    void thePageSaysWhatTheCatalogueSays() throws IOException {
        String made = ProvidersPage.of(CatalogueLoader.load());
        if ("update".equals(System.getProperty("providers"))) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, made);
        }
        assertThat(Files.readString(PAGE)).as("refresh with: %s", REFRESH).isEqualTo(made);
    }
}
