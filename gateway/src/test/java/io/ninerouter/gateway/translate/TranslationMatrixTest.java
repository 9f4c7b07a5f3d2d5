package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.codec.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
        Map<String, Boolean> said = new TreeMap<>();
        MatrixPage.make().text().lines().filter(line -> line.startsWith("| `")).forEach(line -> {
            String[] cells = line.split("\\|");
            boolean any = Stream.of(cells).skip(2).anyMatch(cell -> !cell.isBlank() && !cell.contains("–"));
            said.merge(cells[1].strip(), any, Boolean::logicalOr);
        });
        boolean responses = Codecs.ALL.stream().anyMatch(codec -> codec.dialect() == Dialect.OPENAI_RESPONSES);
        Set<String> unsaid =
                said.keySet().stream().filter(each -> !said.get(each)).collect(Collectors.toSet());
        assertThat(unsaid)
                .isEqualTo(
                        responses
                                ? Set.of()
                                : Set.of(
                                        "`tool-namespaces` tools in a group",
                                        "`tools-inserted` tool declared within the conversation",
                                        "`previous-response` answer to go on from"));
    }
}
