package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.Profile;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.TargetModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The table of what each pair of dialects carries, in Markdown. */
final class MatrixPage {
    private static final List<TargetModel> TARGETS = Stream.of(
                    new TargetModel(Dialect.OPENAI_CHAT, "gpt-5.5", null),
                    new TargetModel(Dialect.OPENAI_CHAT, "qwen3-32b", null),
                    new TargetModel(Dialect.OPENAI_RESPONSES, "gpt-5.5", null),
                    new TargetModel(Dialect.ANTHROPIC, "claude-sonnet-4-5", null),
                    new TargetModel(Dialect.GEMINI, "gemini-3-flash", null),
                    Codecs.target(Dialect.CODE_ASSIST, "gemini-3-flash"),
                    Codecs.target(Dialect.CODE_ASSIST, "claude-sonnet-4-6", Profile.ANTIGRAVITY),
                    Codecs.target(Dialect.OLLAMA, "qwen3:32b"),
                    Codecs.target(Dialect.CURSOR, "claude-4.5-sonnet"))
            .filter(target -> Codecs.TRANSLATION.supports(Dialect.OPENAI_CHAT, target.dialect()))
            .toList();
    /** Of dialects that providers alone speak. */
    private static final List<TargetModel> PROVIDERS = List.of(
            new TargetModel(Dialect.KIRO, "claude-sonnet-4.5", null),
            new TargetModel(Dialect.BEDROCK_CONVERSE, "anthropic.claude-sonnet-4-5", null));

    private final StringBuilder page = new StringBuilder();
    private final List<String> broken = new ArrayList<>();

    static MatrixPage make() {
        MatrixPage page = new MatrixPage();
        page.intro();
        for (DialectCodec client : Codecs.ALL) {
            page.client(client);
        }
        return page;
    }

    String text() {
        return page.toString();
    }

    /** Losses that nobody declared. */
    List<String> broken() {
        return broken;
    }

    private void intro() {
        page.append("""
                # What is carried between dialects

                Made by `TranslationMatrixTest`, which sends each feature through each pair and fails when this page says
                something else. Refresh it with `mvn -q -pl gateway -am test -Dtest=TranslationMatrixTest -Dmatrix=update
                -Dsurefire.failIfNoSpecifiedTests=false`.

                A caller whose dialect is also the provider's gets every byte through as it is: such pairs are not listed.
                What a request or an answer has lost is named in the header `x-ninerouter-dropped`.

                * ✓ says the same on the other side
                * ≈ says nearly the same: how is written beside it
                * ✗ is left out: why is written beside it
                * – cannot be said by the dialect it would come from

                The columns are providers, with the model that was asked. Other models of a dialect may take more or less.
                Answers of Kiro and Converse, which come in frames, are held to recordings instead (`ProviderContract`).

                """);
    }

    private void client(DialectCodec client) {
        page.append("## Clients of ").append(name(client.dialect())).append("\n\n");
        List<TargetModel> targets = TARGETS.stream()
                .filter(target -> target.dialect() != client.dialect() && !passes(client.dialect(), target))
                .toList();
        List<TargetModel> asked =
                Stream.concat(targets.stream(), PROVIDERS.stream()).toList();
        table("Request", client, asked, ConversationCases.ALL, MatrixRun::request);
        table("Tools", client, asked, SettingCases.TOOLS, MatrixRun::request);
        table("Settings", client, asked, SettingCases.SETTINGS, MatrixRun::request);
        table("Answer", client, targets, AnswerCases.ALL, MatrixRun::answer);
    }

    @FunctionalInterface
    private interface Run<T> {
        MatrixRun.Cell cell(FeatureCase<T> each, DialectCodec client, TargetModel target);
    }

    private <T> void table(
            String title, DialectCodec client, List<TargetModel> targets, List<FeatureCase<T>> cases, Run<T> run) {
        page.append("| ").append(title).append(" | ");
        targets.forEach(target ->
                page.append(name(target)).append(", `").append(target.model()).append("` | "));
        endRow();
        page.append("|---|").append("---|".repeat(targets.size())).append('\n');
        for (FeatureCase<T> each : cases) {
            List<MatrixRun.Cell> cells = targets.stream()
                    .map(target -> run.cell(each, client, target))
                    .toList();
            page.append("| `")
                    .append(each.feature().word())
                    .append("` ")
                    .append(each.what())
                    .append(" | ");
            for (int i = 0; i < cells.size(); i++) {
                page.append(text(cells.get(i))).append(" | ");
                if (!cells.get(i).broken().isEmpty()) {
                    broken.add(client.dialect() + " with " + targets.get(i).dialect() + " "
                            + targets.get(i).model() + ": " + each.name() + ": "
                            + cells.get(i).broken());
                }
            }
            endRow();
        }
        page.append('\n');
    }

    private void endRow() {
        page.setLength(page.length() - 1);
        page.append('\n');
    }

    private static String text(MatrixRun.Cell cell) {
        if (cell.fate() == null) {
            return "–";
        }
        return switch (cell.fate()) {
            case CARRIED -> "✓";
            case APPROXIMATED -> "≈ " + cell.how().replace("|", "\\|");
            case DROPPED -> "✗ " + cell.how().replace("|", "\\|");
        };
    }

    /** Gemini's bytes go through an envelope as they are, but for Antigravity. */
    private static boolean passes(Dialect client, TargetModel target) {
        return client == Dialect.GEMINI && target.dialect() == Dialect.CODE_ASSIST && target.profile() == null;
    }

    private static String name(TargetModel target) {
        return target.profile() == Profile.ANTIGRAVITY ? "Antigravity" : name(target.dialect());
    }

    private static String name(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT -> "OpenAI chat completions";
            case OPENAI_RESPONSES -> "OpenAI Responses";
            case ANTHROPIC -> "Anthropic Messages";
            case GEMINI -> "Gemini";
            case CODE_ASSIST -> "Code Assist";
            case OLLAMA -> "Ollama";
            case CURSOR -> "Cursor";
            case KIRO -> "Kiro";
            case BEDROCK_CONVERSE -> "Bedrock Converse";
        };
    }
}
