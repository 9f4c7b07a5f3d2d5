package io.ninerouter.gateway.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.HiddenSeals;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What answers are sealed with is noted as they pass, and nothing is counted twice for it. */
class AnswerSealsTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\0', nullValues = "-", textBlock = """
        ANTHROPIC        | a piece of a stream   | {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"s1"}}                       | s1
        ANTHROPIC        | a hidden thought      | {"type":"content_block_start","index":0,"content_block":{"type":"redacted_thinking","data":"s1"}}                 | s1
        ANTHROPIC        | a whole answer        | {"content":[{"type":"thinking","thinking":"t","signature":"s1"},{"type":"redacted_thinking","data":"s2"}]}         | s1 s2
        ANTHROPIC        | an empty one          | {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}         | -
        ANTHROPIC        | what a tool is given  | {"content":[{"type":"tool_use","id":"t","name":"n","input":{"signature":"no"}}]}                                 | -
        GEMINI           | parts                 | {"candidates":[{"content":{"parts":[{"text":"a","thoughtSignature":"s1"},{"functionCall":{"name":"f","args":{"thoughtSignature":"no"}},"thoughtSignature":"s2"}]}}]} | s1 s2
        OPENAI_RESPONSES | an item that is done  | {"type":"response.output_item.done","item":{"type":"reasoning","summary":[],"encrypted_content":"s1","status":"completed"}} | s1
        OPENAI_RESPONSES | a whole answer        | {"status":"completed","output":[{"type":"reasoning","encrypted_content":"s1"},{"type":"message","content":[{"text":"a"}]}]} | s1
        OPENAI_CHAT      | knows none            | {"choices":[{"delta":{"content":"a","encrypted_content":"no"}}]}                                                  | -
        """)
    void aSealIsNoted(Dialect dialect, String what, String json, String seals) {
        AnswerNotes notes = notes(dialect);

        read(notes, json);

        Set<Long> expected = seals == null
                ? Set.of()
                : Stream.of(seals.split(" ")).map(HiddenSeals::digest).collect(Collectors.toSet());
        assertThat(notes.seals()).as(what).isEqualTo(expected);
    }

    @Test
    void whatAnItemTellsAgainIsNoText() {
        AnswerNotes notes = notes(Dialect.OPENAI_RESPONSES);
        read(notes, "{\"type\":\"response.output_text.delta\",\"delta\":\"Hello\"}");
        long once = notes.tokens().byLength();

        read(
                notes,
                "{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"message\",\"name\":\"n\",\"text\":\"Hello\","
                        + "\"arguments\":\"{}\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hello\"}]},\"sequence_number\":1}");

        assertThat(notes.tokens().byLength()).isEqualTo(once);
        assertThat(notes.seals()).isEmpty();
        read(notes, "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}");
        assertThat(notes.finish()).isNotNull();
    }

    private static AnswerNotes notes(Dialect dialect) {
        return new AnswerNotes(dialect, TokenEstimator.answer("m"));
    }

    private static void read(AnswerNotes notes, String json) {
        byte[] data = json.getBytes(StandardCharsets.UTF_8);
        notes.event(data, 0, data.length);
    }
}
