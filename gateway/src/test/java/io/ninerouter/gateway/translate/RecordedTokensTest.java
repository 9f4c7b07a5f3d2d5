package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.tokens.AnswerTokens;
import io.ninerouter.gateway.tokens.TokenEstimator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Estimates beside what providers counted. */
class RecordedTokensTest {
    private static final Map<Dialect, String> FOLDERS =
            Map.of(Dialect.OPENAI_CHAT, "openai-chat", Dialect.ANTHROPIC, "anthropic", Dialect.GEMINI, "gemini");

    private final TokenEstimator estimator = new TokenEstimator();

    private record Estimate(String name, long told, long estimated) {
        double ratio() {
            return (double) estimated / told;
        }
    }

    /** Short ones are left out: there, what the provider puts around decides. */
    @Test
    void estimatesMostPromptsWithinAThird() {
        List<Estimate> prompts =
                prompts().stream().filter(each -> each.told >= 100).toList();
        Assumptions.assumeFalse(prompts.isEmpty(), "no fixtures beside the repository");
        assertThat(prompts.stream().filter(each -> each.ratio() > 0.65 && each.ratio() < 1.35))
                .as("of %s", prompts)
                .hasSizeGreaterThan(prompts.size() * 2 / 3);
    }

    @Test
    void estimatesMostAnswersWithinAThird() {
        List<Estimate> answers =
                answers().stream().filter(each -> each.told >= 20).toList();
        Assumptions.assumeFalse(answers.isEmpty(), "no fixtures beside the repository");
        assertThat(answers.stream().filter(each -> each.ratio() > 0.65 && each.ratio() < 1.35))
                .as("of %s", answers)
                .hasSizeGreaterThan(answers.size() * 2 / 3);
    }

    private List<Estimate> prompts() {
        List<Estimate> estimates = new ArrayList<>();
        FOLDERS.forEach((dialect, folder) -> Fixture.of(folder).forEach(fixture -> {
            Path body = fixture.folder().resolve("request.json");
            long told = fixture.expected().path("usage").path("input").asLong(0);
            if (told == 0
                    || !Files.exists(body)
                    || fixture.meta().path("request_cut").asBoolean(false)) {
                return;
            }
            ChatRequest request =
                    Codecs.of(dialect).decodeRequest(Utf8.of(Fixture.read(body).toString()));
            if (providerAdds(request, fixture)) {
                return;
            }
            String model = fixture.meta().path("model").asString(request.model());
            estimates.add(new Estimate(folder + "/" + fixture.name(), told, estimator.input(request, model)));
        }));
        return estimates;
    }

    private List<Estimate> answers() {
        List<Estimate> estimates = new ArrayList<>();
        FOLDERS.forEach((dialect, folder) -> Fixture.of(folder).forEach(fixture -> {
            if (fixture.refused()) {
                return;
            }
            Completion completion = Decoding.decode(Codecs.of(dialect), fixture.response(), fixture.streamed());
            if (completion.usage() == null || completion.error() != null || hidden(completion)) {
                return;
            }
            AnswerTokens answer = estimator.output(completion.model());
            completion.emit(answer);
            estimates.add(new Estimate(
                    folder + "/" + fixture.name(), completion.usage().output(), answer.tokens()));
        }));
        return estimates;
    }

    /** What a provider fetches, searches or runs, and what it has cached, is in its count and not in the request. */
    private static boolean providerAdds(ChatRequest request, Fixture fixture) {
        boolean tools = request.tooling().tools().stream().anyMatch(Tool.Server.class::isInstance);
        boolean fetched = fixture.meta()
                .path("features")
                .valueStream()
                .anyMatch(feature -> List.of("citations", "server_tools", "cached_content", "url_fetch", "image_input")
                        .contains(feature.asString("")));
        return tools || fetched;
    }

    /** Whether more was generated than said: thoughts that are withheld, steps of tools of the provider. */
    private static boolean hidden(Completion completion) {
        return completion.choices().isEmpty()
                || completion.usage().reasoning() > 0
                || completion.choices().stream()
                        .flatMap(choice -> choice.parts().stream())
                        .anyMatch(part -> part instanceof Part.Reasoning
                                || part instanceof Part.ServerTool
                                || part instanceof Part.Opaque);
    }
}
