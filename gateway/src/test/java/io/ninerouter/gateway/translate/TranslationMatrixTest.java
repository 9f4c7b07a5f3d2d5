package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.codec.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that tells what each pair of dialects carries is what the codecs do. */
class TranslationMatrixTest {
    private static final Path PAGE =
            Path.of(System.getProperty("ninerouter.root", "..")).resolve("gateway/docs/translation-matrix.md");
    private static final String REFRESH =
            "mvn -q -pl gateway -am test -Dtest=TranslationMatrixTest -Dmatrix=update -Dsurefire.failIfNoSpecifiedTests=false";

    @Test
    void thePageSaysWhatTheCodecsDo() throws IOException {
        String made = MatrixPage.make().text();
        if ("update".equals(System.getProperty("matrix"))) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, made);
        }
        assertThat(Files.readString(PAGE)).as("refresh with: %s", REFRESH).isEqualTo(made);
    }

    @Test
    void whatIsNotDeclaredLostIsThere() {
        assertThat(MatrixPage.make().broken()).isEmpty();
    }

    @Test
    void everyFeatureHasACase() {
        Set<Feature> covered = EnumSet.noneOf(Feature.class);
        Stream.of(ConversationCases.ALL, SettingCases.TOOLS, SettingCases.SETTINGS, AnswerCases.ALL)
                .flatMap(List::stream)
                .forEach(each -> covered.add(each.feature()));
        assertThat(covered).containsExactlyInAnyOrder(Feature.values());
    }

    /** A case that nobody can say shows nothing. */
    @Test
    void everyCaseCanBeSaidBySomebody() {
        long rows = MatrixPage.make()
                .text()
                .lines()
                .filter(line -> line.startsWith("| `"))
                .count();
        assertThat(rows)
                .isEqualTo((long) Codecs.ALL.size()
                        * (ConversationCases.ALL.size()
                                + SettingCases.TOOLS.size()
                                + SettingCases.SETTINGS.size()
                                + AnswerCases.ALL.size()));
    }
}
