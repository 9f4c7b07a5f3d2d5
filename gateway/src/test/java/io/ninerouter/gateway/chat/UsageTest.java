package io.ninerouter.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {

    @ParameterizedTest(name = "prompt {0}, read {1}, written {2}, output {3}, reasoning {4}")
    @CsvSource({
        "100, 0, 0, 10, 0, 100, 0, 0, 10, 0",
        "100, 40, 10, 10, 5, 50, 40, 10, 10, 5",
        "100, 100, 50, 10, 5, 0, 100, 0, 10, 5",
        "347, 403, 0, 18, 0, 0, 347, 0, 18, 0",
        "100, -1, -1, 10, 11, 100, 0, 0, 10, 10",
        "-5, 3, 0, -1, -1, 0, 0, 0, 0, 0",
    })
    void cutsNonsenseToWhatIsPossible(
            long prompt,
            long read,
            long written,
            long output,
            long reasoning,
            long input,
            long cacheRead,
            long cacheWrite,
            long generated,
            long thought) {
        Usage usage = Usage.ofTotals(prompt, read, written, output, reasoning);
        assertThat(usage).isEqualTo(new Usage(input, cacheRead, cacheWrite, generated, thought));
        assertThat(usage.prompt()).isEqualTo(Math.max(0, prompt));
    }

    @Test
    void addsPartsThatExcludeEachOther() {
        Usage usage = Usage.ofParts(3, 40, 7, 9, 20);
        assertThat(usage).isEqualTo(new Usage(3, 40, 7, 9, 9));
        assertThat(usage.prompt()).isEqualTo(50);
    }

    @Test
    void whatStaysForAnHourIsAPartOfWhatIsWritten() {
        Usage usage = Usage.ofParts(3, 40, 7, 9, 0);
        assertThat(usage.writtenForAnHour(5)).isEqualTo(new Usage(3, 40, 7, 9, 0, 5));
        assertThat(usage.writtenForAnHour(8).cacheWrite1h()).isEqualTo(7);
        assertThat(usage.writtenForAnHour(-1)).isEqualTo(usage);
        assertThat(usage.writtenForAnHour(5).plus(usage.writtenForAnHour(2)).cacheWrite1h())
                .isEqualTo(7);
        assertThat(usage.writtenForAnHour(5).prompt()).isEqualTo(50);
        assertThatThrownBy(() -> new Usage(0, 0, 1, 0, 0, 2))
                .hasMessage("cacheWrite1h: 2 (expected: <= cacheWrite, 1)");
    }

    @Test
    void cannotBeWrong() {
        assertThatThrownBy(() -> new Usage(-1, 0, 0, 0, 0)).hasMessage("input: -1 (expected: >= 0)");
        assertThatThrownBy(() -> new Usage(0, 0, 0, 1, 2)).hasMessage("reasoning: 2 (expected: <= output, 1)");
    }
}
