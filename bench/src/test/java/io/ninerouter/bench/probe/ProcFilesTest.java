package io.ninerouter.bench.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcFilesTest {

    @ParameterizedTest
    @CsvSource({
        "'Max open files            20000                65536                files',20000",
        "'Max open files            unlimited            unlimited            files',9223372036854775807",
        "'Max cpu time              1                    1                    seconds',9223372036854775807"
    })
    void readsHowManyFilesMayBeOpenOfASoftLimit(String line, long most) {
        assertThat(ProcFiles.mostOpenFiles("Limit Soft Limit Hard Limit Units\n" + line + "\n"))
                .isEqualTo(most);
    }

    @Test
    void addsUserAndSystemTimeWhateverTheCommandIsCalled() {
        String stat = "42 (a) b (c) R 1 42 42 0 -1 4194560 900 0 0 0 123 45 6 7 20 0 30 0 5000 1 2 3";

        assertThat(ProcFiles.cpuMicros(stat)).isEqualTo((123 + 45) * 10_000L);
    }

    @Test
    void refusesALineThatIsTooShort() {
        assertThatThrownBy(() -> ProcFiles.cpuMicros("42 (a) R 1 2 3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stat: 4 fields after the name (expected: over 12)");
    }

    @Test
    void readsResidentMemoryAndTakesAnEndingProcessForEmpty() {
        assertThat(ProcFiles.residentBytes("Name:\tx\nVmHWM:\t   9000 kB\nVmRSS:\t   1234 kB\nThreads:\t1\n"))
                .isEqualTo(1_234L * 1_024);
        assertThat(ProcFiles.residentBytes("Name:\tx\nState:\tZ (zombie)\n")).isZero();
    }

    @Test
    void readsThreads() {
        assertThat(ProcFiles.threads("Name:\tx\nVmRSS:\t   1234 kB\nThreads:\t37\nSigQ:\t0/1\n"))
                .isEqualTo(37);
    }

    @Test
    void namesTheProcessorOrSaysThatItIsUnknown() {
        assertThat(ProcFiles.processor(
                        "processor\t: 0\nmodel name\t: Fast: 9000\nprocessor\t: 1\nmodel name\t: Other\n"))
                .isEqualTo("Fast: 9000");
        assertThat(ProcFiles.processor("Hardware\t: board\n")).isEqualTo("unknown");
    }
}
