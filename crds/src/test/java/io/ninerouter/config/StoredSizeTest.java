package io.ninerouter.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.UsageReport.CallerUsage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredSizeTest {
    /** What Go's encoding/json writes of a string, quotes included. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    letters                       | abc        | 5
                    two bytes in UTF-8            | é          | 4
                    three bytes in UTF-8          | 漢          | 5
                    a pair of surrogates          | \uD83D\uDE00 | 6
                    markup                        | <b>&       | 21
                    a quote and a backslash       | "\\        | 6
                    """)
    void textCountsAsAnApiServerWritesIt(String name, String text, int bytes) {
        assertThat(StoredSize.of(text)).isEqualTo(bytes);
    }

    @Test
    void separatorsOfLinesAndControlCharactersCountAsTheirEscapes() {
        assertThat(StoredSize.of("\u2028\u2029")).isEqualTo(14);
        assertThat(StoredSize.of("\u0001")).isEqualTo(8);
        assertThat(StoredSize.of("\n")).isEqualTo(4);
    }

    @Test
    void aRecordCountsWithTheNamesOfItsFieldsAndNotWithWhatIsZero() {
        UsageFigures used = new UsageFigures(1, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        assertThat(StoredSize.of(List.of(new CallerUsage("a/b", null, used))))
                .isEqualTo("[{\"caller\":\"a/b\",\"used\":{\"requests\":1}}]".length());
    }
}
