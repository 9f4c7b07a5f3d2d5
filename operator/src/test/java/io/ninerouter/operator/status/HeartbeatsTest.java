package io.ninerouter.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.ReplicaReport;
import io.ninerouter.operator.status.Fleet.Reported;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway's clock differs from the operator's. */
class HeartbeatsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    /** It reports every 10 s; the operator looks when nothing else happens as seldom as it may. */
    @ParameterizedTest(name = "{0} s")
    @ValueSource(ints = {-7200, -300, -40, -30, -20, -10, -2, 0, 2, 10, 20, 30, 40, 300, 7200})
    void aGatewayThatReportsIsThereWhateverItsClockSays(int off) {
        Heartbeats heard = Heartbeats.NONE.next(List.of(), NOW);
        Instant look = NOW.plusSeconds(5);
        for (int i = 0; i < 100; i++) {
            Reported report = report(wroteLast(look).plusSeconds(off));
            heard = heard.next(List.of(report), look);
            Instant until = heard.until(report, look);

            assertThat(until).as("look %s", i).isNotNull();
            look = until.plusMillis(1);
        }
    }

    @ParameterizedTest(name = "{0} s")
    @ValueSource(ints = {-7200, -300, -40, 0, 40, 300, 7200})
    void aGatewayThatReportsNoMoreIsGoneSoonWhateverItsClockSays(int off) {
        Heartbeats heard = Heartbeats.NONE.next(List.of(), NOW);
        Reported last = report(NOW.plusSeconds(10 + off));
        heard = heard.next(List.of(last), NOW.plusSeconds(20));
        Instant later = NOW.plusSeconds(20).plus(Fleet.FRESH).plusMillis(1);

        assertThat(heard.next(List.of(last), later).until(last, later)).isNull();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a moment ago         |    -3 |  -3
            the last time it had |   -10 | -10
            longer ago           |   -11 | -10
            minutes ago          |  -300 | -10
            a moment to come     |     1 |   0
            minutes to come      |   300 |   0
            """)
    void aReportThatHasChangedWasWrittenLately(String what, int off, int counts) {
        Heartbeats heard = Heartbeats.NONE.next(List.of(), NOW);
        Reported report = report(NOW.plusSeconds(off));

        assertThat(heard.next(List.of(report), NOW).until(report, NOW))
                .isEqualTo(NOW.plusSeconds(counts).plus(Fleet.FRESH));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            of just now                  |    -5 | true
            of half a minute ago         |   -35 | true
            of longer ago                |   -36 | false
            of a moment to come          |    30 | true
            of a time that is far to come|   300 | false
            """)
    void whatStoodThereAtTheFirstLookIsJudgedByItsTime(String what, int off, boolean there) {
        Reported report = report(NOW.plusSeconds(off));

        assertThat(Heartbeats.NONE.next(List.of(report), NOW).until(report, NOW) != null)
                .isEqualTo(there);
        assertThat(Heartbeats.NONE.until(report, NOW) != null).isEqualTo(there);
    }

    @Test
    void aTimeThatIsNoneIsNoSignOfLife() {
        Reported report = new Reported("gw", with("yesterday"));

        assertThat(Heartbeats.NONE
                        .next(List.of(), NOW)
                        .next(List.of(report), NOW)
                        .until(report, NOW))
                .isNull();
    }

    private static Instant wroteLast(Instant now) {
        return NOW.plusSeconds(Duration.between(NOW, now).toSeconds() / 10 * 10);
    }

    private static Reported report(Instant at) {
        return new Reported("gw", with(at.toString()));
    }

    private static ReplicaReport with(String at) {
        return new ReplicaReport(true, "c", "k", null, null, at, at, 0, List.of(), List.of());
    }
}
