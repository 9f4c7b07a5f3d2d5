package io.ninerouter.operator.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferMainTest {
    private static final Config NOWHERE =
            new ConfigBuilder(Config.empty()).withNamespace("here").build();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return TransferMain.run(List.of(arguments), NOWHERE, new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private Path database(String json) throws IOException {
        return Files.writeString(folder.resolve("db.json"), json);
    }

    @ParameterizedTest(name = "\"{0}\" is answered by what is expected")
    @CsvSource(delimiter = '|', nullValues = "nothing", textBlock = """
            nothing                                       | import or export
            move                                          | import or export
            import                                        | the database's path
            import db.json                                | --out and then a folder
            import db.json --out                          | a folder
            import db.json --out x --seal cat             | one of [--out, --namespace, --router]
            export --out x --secrets some                 | references, keys or all
            export --out x --namespace a --all-namespaces | one of them
            """)
    void wrongArguments(String arguments, String expected) {
        assertThat(run(arguments == null ? new String[0] : arguments.split(" ")))
                .isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains(expected, "export --out FOLDER");
    }

    @Test
    void importWritesAFolderThatKustomizeReads() throws IOException {
        Path out = folder.resolve("out");
        assertThat(run("import", database(Databases.LARGE).toString(), "--out", out.toString()))
                .as(said.toString(StandardCharsets.UTF_8))
                .isZero();
        assertThat(Files.readString(out.resolve("kustomization.yaml")))
                .contains("here/providerconnection-openai-work.yaml", "here/router-main.yaml")
                .doesNotContain("secret");
        assertThat(Files.readString(out.resolve("REPORT.md"))).contains("left out");
        Path secret = out.resolve("secrets/here/secret-openai-work.yaml");
        assertThat(Files.getPosixFilePermissions(secret)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(out.resolve(".gitignore"))).isEqualTo("secrets/\n");
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("kubectl apply -k")
                .doesNotContain("canary");
    }

    @Test
    void aFolderThatHoldsSomethingIsLeftAlone() throws IOException {
        database(Databases.LARGE);
        assertThat(run("import", folder.resolve("db.json").toString(), "--out", folder.toString()))
                .isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("expected: a new or empty folder");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsSaidToBeNone() throws IOException {
        database("{\"hello\": 1}");
        assertThat(run(
                        "import",
                        folder.resolve("db.json").toString(),
                        "--out",
                        folder.resolve("o").toString()))
                .isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("9Router's db.json");
    }

    @Test
    void aFileThatIsNotThereIsSaidNotToBe() {
        assertThat(run(
                        "import",
                        folder.resolve("x.json").toString(),
                        "--out",
                        folder.resolve("o").toString()))
                .isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("x.json: does not exist");
    }

    @Test
    void theUsersToolSeals() throws IOException {
        assertThat(new Seal("sed s/secret/sealed/").seal("secret: x")).isEqualTo("sealed: x");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            true                      | 0 characters
            cat >/dev/null; exit 3    | exit code 3
            no-such-tool-here         | exit code 127
            """)
    void aToolThatFailsIsToldOfWithoutWhatItWasGiven(String command, String problem) {
        assertThatThrownBy(() -> new Seal(command).seal("secret: x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(problem)
                .message()
                .doesNotContain("secret: x");
    }
}
