package io.ninerouter.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridTest {
    /** When the last request was due, when it is answered, and when the next is due: 10 ns apart. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            a quick answer waits,                     100, 101, 110
            an answer at the last moment does not,    100, 110, 110
            one that is late waits for the next,      100, 111, 120
            one that is very late keeps its place,    100, 157, 160
            no answer is sent for before its time,    100, 100, 110
            clocks may be negative,                   -5,  -2,  5
            """)
    void requestsAreSentOnTheGrid(String name, long due, long now, long next) {
        assertThat(new Grid(10).after(due, now)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({"100, 101", "100, 100"})
    void withoutASpacingTheNextIsSentAtOnce(long due, long now) {
        assertThat(new Grid(0).after(due, now)).isEqualTo(now);
    }
}
