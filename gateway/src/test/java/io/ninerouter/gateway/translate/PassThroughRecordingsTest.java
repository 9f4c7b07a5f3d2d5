package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Billing;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.recorded.Cuts;
import io.ninerouter.gateway.recorded.Recordings;
import io.ninerouter.gateway.recorded.Recordings.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every recorded answer through the pass-through pipe, however it is cut. */
class PassThroughRecordingsTest {

    /** Where we say something else than the recording's {@code expected.json}, and why. */
    private static final Map<String, Differs> USAGE = Map.of(
            "openai-chat/azure-stream-tool-no-args-cached-tokens-tool-result-278a83",
            new Differs("403 cached of 347 prompt tokens: cut to what is possible", new Usage(0, 347, 0, 18, 0)),
            "openai-chat/openrouter-stream-sse-comments-reasoning-details-mid-stream-error-5e8f06",
            new Differs("11 reasoning of 10 output tokens: cut to what is possible", new Usage(43, 0, 0, 10, 10)),
            "openai-chat/xai-stream-usage-excludes-reasoning-reasoning-and-tools-parallel-tool--a5f59f",
            new Differs(
                    "266 reasoning tokens beside the completion: the total of 800 has them",
                    new Usage(274, 192, 0, 334, 266)),
            "openai-chat/xai-unary-usage-excludes-reasoning-reasoning-and-tools-parallel-tool-c-86a6c2",
            new Differs(
                    "185 reasoning tokens beside the completion: the total of 723 has them",
                    new Usage(278, 192, 0, 253, 185)),
            "anthropic/anthropic-unary-count-tokens-0e5e5b",
            new Differs("counting tokens uses none", null),
            "gemini/gemini-mid-stream-503",
            new Differs("770 tokens of tool results are input beside the prompt", new Usage(785, 0, 0, 760, 742)),
            "gemini/google-stream-code-execution-web-search-crlf-framing-c11019",
            new Differs("tokens of tool results are input beside the prompt", new Usage(785, 0, 0, 779, 742)));

    /** Streams that end without the dialect's end. */
    private static final Set<String> CUT = Set.of(
            "openai-chat/gpustack-error-line-mid-stream",
            "openai-chat/groq-stream-x-groq-mid-stream-error-error-40b5b7",
            "openai-chat/openrouter-mid-stream-error",
            "openai-responses/responses-truncated",
            "anthropic/anthropic-mid-stream-overloaded",
            "gemini/gemini-mid-stream-503");

    @ParameterizedTest
    @EnumSource(Cuts.class)
    void forwardsEveryByteAsItCame(Cuts cuts) {
        for (Answer answer : answers()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            PassThroughPipe pipe = new PassThroughPipe(answer.dialect(), answer.framing());
            for (ByteBuffer chunk : cuts.of(answer.body())) {
                pipe.feed(chunk);
                byte[] forwarded = new byte[chunk.remaining()];
                chunk.get(forwarded);
                out.writeBytes(forwarded);
            }
            pipe.end();
            assertThat(out.toByteArray()).as(answer.name()).isEqualTo(answer.body());
            assertThat(pipe.readable()).as(answer.name()).isTrue();
            assertThat(pipe.unreadable()).as(answer.name()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Cuts.class)
    void readsTheUsageThatTheProviderReported(Cuts cuts) {
        Set<String> differing = new HashSet<>();
        for (Answer answer : answers()) {
            Usage told = read(answer, cuts).usage();
            Usage usage = told == null ? null : told.with(Billing.NONE);
            Differs differs = USAGE.get(answer.name());
            if (differs != null) {
                differing.add(answer.name());
                assertThat(usage).as(answer.name() + ": " + differs.why).isEqualTo(differs.usage);
            } else {
                // The recordings do not tell cache writes from other input.
                Usage comparable = usage == null
                        ? null
                        : new Usage(
                                usage.input() + usage.cacheWrite(),
                                usage.cacheRead(),
                                0,
                                usage.output(),
                                usage.reasoning());
                assertThat(comparable).as(answer.name()).isEqualTo(reported(answer));
            }
        }
        assertThat(differing).isEqualTo(USAGE.keySet());
    }

    @ParameterizedTest
    @EnumSource(Cuts.class)
    void tellsAnEndFromACutAndFromAnError(Cuts cuts) {
        for (Answer answer : answers()) {
            PassThroughPipe pipe = read(answer, cuts);
            boolean failed = answer.expected().path("finish").asText().equals("error");
            assertThat(pipe.inStreamError() != null)
                    .as(answer.name() + " failed")
                    .isEqualTo(failed);
            assertThat(pipe.finished()).as(answer.name() + " finished").isEqualTo(!CUT.contains(answer.name()));
            boolean saidSomething = answer.status() == 200;
            assertThat(pipe.firstMeaningful()).as(answer.name() + " meaningful").isEqualTo(saidSomething);
        }
    }

    @ParameterizedTest
    @EnumSource(Cuts.class)
    void takesNoCutAnswerForAWholeOne(Cuts cuts) {
        for (Answer answer : answers()) {
            PassThroughPipe pipe = new PassThroughPipe(answer.dialect(), answer.framing());
            cuts.of(Arrays.copyOf(answer.body(), lastByteThatMatters(answer))).forEach(pipe::feed);
            pipe.end();
            assertThat(pipe.finished()).as(answer.name()).isFalse();
        }
    }

    /** Where the end of an answer stands: of a JSON text its last bracket, of a stream the event that says so. */
    private static int lastByteThatMatters(Answer answer) {
        String text = new String(answer.body(), StandardCharsets.ISO_8859_1);
        Matcher end = END.get(answer.dialect()).matcher(text);
        return answer.framing() != Framing.UNARY && end.find()
                ? end.end() - 1
                : text.stripTrailing().length() - 1;
    }

    private static final Map<Dialect, Pattern> END = Map.of(
            Dialect.OPENAI_CHAT, Pattern.compile("\"finish_reason\": ?\"\\w+\"|\\[DONE]"),
            Dialect.OPENAI_RESPONSES, Pattern.compile("\"type\":\"response\\.(completed|incomplete|failed)\""),
            Dialect.ANTHROPIC, Pattern.compile("\"type\": ?\"message_stop\""),
            Dialect.GEMINI, Pattern.compile("\"(finishReason|blockReason)\": ?\"\\w+\""));

    @Test
    void seesTheErrorOfTheProvider() {
        Map<String, String> errors = answers().stream()
                .filter(answer -> answer.status() == 200)
                .map(answer -> Map.entry(answer.name(), read(answer, Cuts.WHOLE)))
                .filter(entry -> entry.getValue().inStreamError() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().inStreamError().status() + " "
                                + entry.getValue().inStreamError().message()));
        assertThat(errors)
                .containsEntry(
                        "openai-chat/groq-stream-x-groq-mid-stream-error-error-40b5b7",
                        "400 Tool choice is required, but model did not call a tool")
                .containsEntry("openai-chat/openrouter-mid-stream-error", "500 Provider disconnected unexpectedly")
                .containsEntry(
                        "openai-chat/openrouter-stream-sse-comments-reasoning-details-mid-stream-error-5e8f06",
                        "400 Token limit reached")
                .containsEntry("anthropic/anthropic-mid-stream-overloaded", "529 Overloaded")
                .containsEntry("gemini/gemini-mid-stream-503", "503 The model is overloaded. Please try again later.")
                .hasEntrySatisfying(
                        "openai-responses/responses-mid-stream-failed",
                        error -> assertThat(error).startsWith("500 The server had an error"))
                .hasSize(6);
    }

    private static List<Answer> answers() {
        List<Answer> answers = Recordings.answers();
        assertThat(answers).hasSizeGreaterThan(150);
        return answers;
    }

    private static PassThroughPipe read(Answer answer, Cuts cuts) {
        PassThroughPipe pipe = new PassThroughPipe(answer.dialect(), answer.framing());
        cuts.of(answer.body()).forEach(pipe::feed);
        pipe.end();
        return pipe;
    }

    private static @Nullable Usage reported(Answer answer) {
        Long input = answer.usage("input");
        Long output = answer.usage("output");
        if (input == null && output == null) {
            return null;
        }
        long cached = orZero(answer.usage("cached"));
        return new Usage(orZero(input) - cached, cached, 0, orZero(output), orZero(answer.usage("reasoning")));
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }

    private record Differs(String why, @Nullable Usage usage) {}
}
