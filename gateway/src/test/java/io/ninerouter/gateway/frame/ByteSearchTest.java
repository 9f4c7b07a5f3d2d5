package io.ninerouter.gateway.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteSearchTest {
    /** More than a few steps and a few stretches. */
    private static final int LENGTH = 260;

    @Test
    void theFirstIsFoundWhereverItIsAndWhereverTheSearchBegins() {
        byte[] data = new byte[LENGTH];
        for (byte wanted : new byte[] {'"', '\\', '\n', '\r'}) {
            for (int at = 0; at < LENGTH; at++) {
                Arrays.fill(data, (byte) 'x');
                data[at] = wanted;
                for (int from = 0; from <= at; from += 1 + at / 40) {
                    assertThat(found(wanted, data, from, LENGTH)).isEqualTo(at);
                    assertThat(found(wanted, data, from, at))
                            .as("ends before it")
                            .isEqualTo(at);
                }
            }
        }
    }

    @Test
    void ofManyTheFirstIsFoundAndNothingElse() {
        Random random = new Random(7);
        byte[] data = new byte[LENGTH];
        for (int round = 0; round < 20_000; round++) {
            random.nextBytes(data);
            // The rarer they are, the farther away is the first.
            for (int i = 0; i < LENGTH; i++) {
                boolean other = data[i] == '"' || data[i] == '\\' || data[i] == '\n' || data[i] == '\r';
                data[i] = other && random.nextInt(LENGTH) > round % LENGTH ? (byte) (data[i] ^ 0x80) : data[i];
            }
            int from = random.nextInt(LENGTH);
            int to = from + random.nextInt(LENGTH - from + 1);

            assertThat(ByteSearch.quoteOrBackslash(data, from, to)).isEqualTo(oneByOne(data, from, to, '"', '\\'));
            assertThat(ByteSearch.lineEnd(data, from, to)).isEqualTo(oneByOne(data, from, to, '\n', '\r'));
        }
    }

    /** Of escapes in a row only every other backslash escapes; one at the very end waits for what it escapes. */
    @Test
    void aStringEndsAtTheFirstQuoteThatIsNotEscaped() {
        Random random = new Random(7);
        byte[] data = new byte[LENGTH];
        for (int round = 0; round < 20_000; round++) {
            int rare = 2 + round % 100;
            for (int i = 0; i < LENGTH; i++) {
                data[i] = (byte) (random.nextInt(rare) == 0 ? '\\' : random.nextInt(2 * rare) == 0 ? '"' : 128 + i);
            }
            int from = random.nextInt(LENGTH);
            int to = from + random.nextInt(LENGTH - from + 1);

            assertThat(ByteSearch.stringEnd(data, from, to)).isEqualTo(endOneByOne(data, from, to));
        }
    }

    private static int endOneByOne(byte[] data, int from, int to) {
        boolean escaped = false;
        for (int i = from; i < to; i++) {
            if (!escaped && data[i] == '"') {
                return i;
            }
            escaped = !escaped && data[i] == '\\';
        }
        return escaped ? to + 1 : to;
    }

    private static int found(byte wanted, byte[] data, int from, int to) {
        return wanted == '"' || wanted == '\\'
                ? ByteSearch.quoteOrBackslash(data, from, to)
                : ByteSearch.lineEnd(data, from, to);
    }

    private static int oneByOne(byte[] data, int from, int to, char one, char other) {
        int i = from;
        while (i < to && data[i] != one && data[i] != other) {
            i++;
        }
        return i;
    }
}
