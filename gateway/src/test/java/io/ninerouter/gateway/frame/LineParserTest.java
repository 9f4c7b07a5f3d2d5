package io.ninerouter.gateway.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines come whole wherever the bytes are cut. */
class LineParserTest {
    private static List<String> lines(String text, int piece) {
        List<String> lines = new ArrayList<>();
        LineParser parser = new LineParser(
                64, (data, from, to) -> lines.add(new String(data, from, to - from, StandardCharsets.UTF_8)));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += piece) {
            parser.feed(bytes, at, Math.min(bytes.length, at + piece));
        }
        parser.finish();
        return lines;
    }

    @ParameterizedTest
    @CsvSource({
        "'a\nb\n', 'a|b'",
        "'a\r\nb\r\n', 'a|b'",
        "'\n\n a\n \r\n\nb', ' a|b'",
        "'{\"x\":\"é👩‍👩‍👧\"}\n', '{\"x\":\"é👩‍👩‍👧\"}'",
        "'a', a",
        "'\r\n', ''",
        "'a\rb\n', 'a\rb'",
    })
    void linesAreWholeWhereverTheBytesAreCut(String text, String expected) {
        for (int piece = 1; piece <= text.length() * 4; piece++) {
            assertThat(String.join("|", lines(text, piece)))
                    .as("pieces of %s", piece)
                    .isEqualTo(expected);
        }
    }

    @Test
    void tellsWhetherItEndedBetweenLines() {
        LineParser whole = new LineParser(64, (_, _, _) -> {});
        whole.feed("a\n".getBytes(StandardCharsets.UTF_8), 0, 2);
        assertThat(whole.finish()).isTrue();
        LineParser cut = new LineParser(64, (_, _, _) -> {});
        cut.feed("a\nb".getBytes(StandardCharsets.UTF_8), 0, 3);
        assertThat(cut.finish()).isFalse();
    }

    @Test
    void aLineBeyondTheBoundIsRefusedHoweverItComes() {
        for (int piece : new int[] {1, 7, 64, 65, 200}) {
            assertThatThrownBy(() -> lines("x".repeat(65) + "\n", piece))
                    .isInstanceOf(MalformedFrameException.class)
                    .hasMessageContaining("expected: at most 64");
            assertThat(lines("x".repeat(64) + "\n" + "y".repeat(64), piece)).hasSize(2);
        }
    }
}
