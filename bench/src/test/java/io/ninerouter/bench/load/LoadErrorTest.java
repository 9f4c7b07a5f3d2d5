package io.ninerouter.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadErrorTest {
    private static final Instant AT = Instant.parse("2026-11-30T12:00:00.123Z");

    @ParameterizedTest
    @ValueSource(strings = {"answered HTTP/1.1 502 Bad Gateway, 12 bytes: {\"error\": 1}", "two words", "one", ""})
    void travelsAsOneLine(String text) {
        LoadError error = new LoadError(AT, "req-1", text);

        assertThat(LoadError.parse(error.line())).isEqualTo(error);
    }

    @Test
    void hasNoEndOfLineInIt() {
        assertThat(new LoadError(AT, "req-1", "data: {}\n\nevent: error\r\ndata: x\n").line())
                .isEqualTo("error 2026-11-30T12:00:00.123Z req-1 data: {} event: error data: x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words"})
    void namesNoRequestWhoseIdIsNotOne(String id) {
        LoadError error = LoadError.parse(new LoadError(AT, id, "nothing came").line());

        assertThat(error.isKnown()).isFalse();
        assertThat(error.text()).isEqualTo("nothing came");
    }

    @Test
    void refusesAnotherLine() {
        assertThatThrownBy(() -> LoadError.parse("end 1 2 3 4 5 6 "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(expected: error ");
    }
}
