package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.ClientDialects;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RequestLines;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.recorded.Recordings;
import io.ninerouter.gateway.recorded.Recordings.Answer;
import io.ninerouter.gateway.translate.Framing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;

/** Every recorded answer, over real HTTP to each client dialect, streamed and not: what was recorded is what was reported. */
class RecordedUsageTest {
    /** What they report cannot be, or is told otherwise: PassThroughRecordingsTest says what is made of it. */
    private static final Set<String> NONSENSE = Set.of(
            "openai-chat/azure-stream-tool-no-args-cached-tokens-tool-result-278a83",
            "openai-chat/xai-stream-usage-excludes-reasoning-reasoning-and-tools-parallel-tool--a5f59f",
            "openai-chat/xai-unary-usage-excludes-reasoning-reasoning-and-tools-parallel-tool-c-86a6c2",
            "gemini/google-stream-code-execution-web-search-crlf-framing-c11019",
            "gemini-codeassist/codeassist-stream-web-search");

    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final RequestLines lines = new RequestLines();

    @AutoClose
    private final FakeProvider provider = FakeProvider.start();

    @ParameterizedTest
    @ClientDialects
    void recordsWhatTheProviderReported(Dialect client) throws Exception {
        List<Answer> answers = Stream.concat(
                        Recordings.answers().stream(), Recordings.answers(Dialect.CODE_ASSIST).stream())
                .filter(answer -> answer.status() == 200 && answer.framing() != Framing.JSON_ARRAY)
                .filter(answer -> answer.usage("input") != null && answer.usage("output") != null)
                .filter(answer -> !answer.expected().path("finish").asText().equals("error"))
                .filter(answer -> !NONSENSE.contains(answer.name()))
                .filter(answer -> !answer.name().contains("count-tokens"))
                .toList();
        assertThat(answers).hasSizeGreaterThan(80);
        Map<String, Answer> asked = new HashMap<>();
        List<String> refused = new ArrayList<>();
        for (Answer answer : answers) {
            for (boolean stream : List.of(true, false)) {
                String id = (stream ? "stream " : "unary ") + answer.name();
                if (ask(client, answer, stream, id)) {
                    asked.put(id, answer);
                } else {
                    refused.add(id);
                }
            }
        }
        assertThat(refused).isEmpty();
        assertThat(asked).hasSizeGreaterThan(150);
        List<String> wrong = new ArrayList<>();
        asked.forEach((id, answer) -> {
            String is = told(lines.of(requestId(id)));
            String should = answer.usage("input") + "/" + orZero(answer.usage("cached")) + "/" + answer.usage("output")
                    + "/" + orZero(answer.usage("reasoning")) + " reported";
            if (!is.equals(should)) {
                wrong.add(id + ": " + is + " (expected: " + should + ")");
            }
        });
        assertThat(wrong).isEmpty();
    }

    private boolean ask(Dialect client, Answer answer, boolean stream, String id) throws Exception {
        Dialect dialect = answer.dialect();
        gateway.use(Configs.empty()
                .provider("p", Dialogs.base(dialect, provider.url()), dialect)
                .alias("short", "p/m"));
        provider.always(Reply.of(200)
                .header("content-type", answer.events() ? "text/event-stream" : "application/json")
                .send(answer.body()));
        int status = gateway.send(
                        gateway.post(Dialogs.path(client, "short", stream), Dialogs.request(client, "short", stream))
                                .header("x-request-id", requestId(id)))
                .statusCode();
        return status == 200;
    }

    private static String requestId(String id) {
        return id.replace(' ', '_');
    }

    private static String told(Map<String, Object> line) {
        return line.get("input_tokens") + "/" + line.get("cached_tokens") + "/" + line.get("output_tokens") + "/"
                + line.get("reasoning_tokens") + " " + line.get("usage");
    }

    private static long orZero(Long value) {
        return value == null ? 0 : value;
    }
}
