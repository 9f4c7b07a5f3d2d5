package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a second text repeats the first. */
class OverlapTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        goes on exactly                   | Once upon a ti       | me there was a king.                    | me there was a king.
        repeats the end                   | It was a dark and st | a dark and stormy night                 | ormy night
        begins again                      | It was a dark and st | It was a dark and stormy night          | ormy night
        begins a short text again         | The ca               | The cat sat                             | t sat
        repeats it all and says no more   | It was a dark night. | It was a dark night.                    | ''
        a few letters alike are a chance  | I fe                 | eling                                   | eling
        begins again and then differs     | It was a dark and st | It was a bright day                     | It was a bright day
        ends within what could repeat     | It was a dark and st | It was a d                              | It was a d
        the longest repetition counts     | ab ab ab ab ab ab    | ab ab ab ab ab ab cd                    | ' cd'
        says nothing                      | It was a dark        | ''                                      | ''
        """)
    void isLeftOut(String name, String said, String next, String expected) {
        for (int step = 1; step <= Math.max(1, next.length()); step++) {
            assertThat(left(new Overlap(said, 0), cut(next, step))).isEqualTo(expected);
        }
    }

    @Test
    void whiteSpaceThatWasNotSeenIsNotSaidTwice() {
        assertThat(left(new Overlap("A list:\n\n", 2), List.of("\n", "\n- one")))
                .isEqualTo("- one");
        assertThat(left(new Overlap("A list:\n\n", 2), List.of("- one"))).isEqualTo("- one");
    }

    /** Whatever is said and however it comes: nothing but a repetition is left out. */
    @Test
    void nothingElseIsLost() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            String said = words(random, 1 + random.nextInt(60));
            String fresh = words(random, random.nextInt(40));
            String next = random.nextBoolean() ? fresh : said.substring(random.nextInt(said.length())) + fresh;

            String left = left(new Overlap(said, 0), cut(next, 1 + random.nextInt(9)));

            assertThat(next).endsWith(left);
            String removed = next.substring(0, next.length() - left.length());
            assertThat(said).endsWith(removed);
            assertThat(removed.isEmpty() || removed.length() >= Overlap.LEAST || removed.equals(said))
                    .isTrue();
        }
    }

    @Test
    void holdsBackNoMoreThanWasSaid() {
        String said = "a".repeat(100);
        Overlap overlap = new Overlap(said, 0);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            out.append(overlap.feed("a"));
            assertThat(i + 1 - out.length()).isLessThanOrEqualTo(100);
        }
        assertThat(out).hasSize(100);
    }

    private static String words(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("ab ".charAt(random.nextInt(3)));
        }
        return text.toString();
    }

    private static List<String> cut(String text, int step) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < text.length(); i += step) {
            pieces.add(text.substring(i, Math.min(text.length(), i + step)));
        }
        return pieces;
    }

    private static String left(Overlap overlap, List<String> pieces) {
        StringBuilder out = new StringBuilder();
        pieces.forEach(piece -> out.append(overlap.feed(piece)));
        return out.append(overlap.end()).toString();
    }
}
