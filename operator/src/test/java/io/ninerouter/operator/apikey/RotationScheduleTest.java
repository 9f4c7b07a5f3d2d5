package io.ninerouter.operator.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.apikey.KeyRecord.Previous;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When keys are replaced, and what a Secret tells of it. */
class RotationScheduleTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final String OLD = ConfigCodec.keyDigest(SecretText.of("sk-old"));

    @ParameterizedTest(name = "every {0}, issued {1} ago, wish {2} after {3}: {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-,      PT9000H, -, -, false",
                "PT720H, PT719H,  -, -, false",
                "PT720H, PT720H,  -, -, true",
                "PT720H, PT900H,  -, -, true",
                "PT720H, -,       -, -, false",
                "-,      PT1H,    a, -, true",
                "-,      PT1H,    a, a, false",
                "-,      PT1H,    b, a, true",
                "-,      PT1H,    -, a, false",
                "PT720H, PT720H,  a, a, true"
            })
    void keyIsDueByAgeOrByWish(Duration every, Duration age, String wish, String before, boolean due) {
        RotationSchedule schedule = new RotationSchedule(every, Duration.ofHours(1));
        KeyRecord record = new KeyRecord("coder", age == null ? null : T0.minus(age), List.of(), before);

        assertThat(schedule.isDue(record, wish, T0)).isEqualTo(due);
    }

    @Test
    void oldKeyIsAcceptedForTheOverlapAndNoLonger() {
        RotationSchedule schedule = new RotationSchedule(Duration.ofHours(720), Duration.ofHours(24));
        KeyRecord record = schedule.replaced(KeyRecord.fresh("coder", "a", T0), "coder", OLD, null, T0.plusSeconds(60));

        assertThat(record.issuedAt()).isEqualTo(T0.plusSeconds(60));
        assertThat(record.request()).isEqualTo("a");
        Instant until = T0.plusSeconds(60).plus(Duration.ofHours(24));
        assertThat(record.previous()).containsExactly(new Previous(OLD, until));
        assertThat(record.at(until.minusMillis(1)).previous()).hasSize(1);
        assertThat(record.at(until).previous()).isEmpty();
        assertThat(schedule.isDue(record, "a", T0.plusSeconds(61))).isFalse();
    }

    @Test
    void overlapOfZeroLeavesNothing() {
        RotationSchedule schedule = new RotationSchedule(Duration.ofHours(1), Duration.ZERO);

        assertThat(schedule.replaced(KeyRecord.NONE, "coder", OLD, null, T0).previous())
                .isEmpty();
    }

    @Test
    void overlapIsNeverLongerThanTheLifeOfAKey() {
        assertThat(new RotationSchedule(Duration.ofHours(1), Duration.ofHours(24)).overlap())
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void keysThatLiveForSecondsAreRefused() {
        assertThatThrownBy(() -> new RotationSchedule(Duration.ofSeconds(299), Duration.ZERO))
                .hasMessage("rotation.every: PT4M59S (expected: at least 5m)");
    }

    @Test
    void manyWishesInARowKeepTheLastEightKeys() {
        KeyRecord record = KeyRecord.fresh("coder", null, T0);
        for (int i = 0; i < 20; i++) {
            String digest = ConfigCodec.keyDigest(SecretText.of("sk-" + i));
            record = RotationSchedule.ON_DEMAND.replaced(record, "coder", digest, "wish" + i, T0.plusSeconds(i));
        }
        assertThat(record.previous()).hasSize(8);
        assertThat(record.previous().getLast().digest()).isEqualTo(ConfigCodec.keyDigest(SecretText.of("sk-19")));
    }

    @Test
    void recordSurvivesTheSecret() {
        KeyRecord record = RotationSchedule.ON_DEMAND.replaced(
                KeyRecord.fresh("coder", null, T0), "coder", OLD, "0123456789abcdef", T0.plusSeconds(5));

        assertThat(KeyRecord.of(record.annotations())).isEqualTo(record);
        assertThat(KeyRecord.of(Map.of())).isEqualTo(KeyRecord.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "=",
                "abc=2026-01-01T00:00:00Z",
                "0000000000000000000000000000000000000000000000000000000000000000=soon",
                "0000000000000000000000000000000000000000000000000000000000000000"
            })
    void editedHistoryAcceptsNoOldKey(String annotation) {
        assertThat(KeyRecord.of(Map.of(KeyRecord.PREVIOUS, annotation)).previous())
                .isEmpty();
    }

    @Test
    void wishIsBoundedWhateverItSays() {
        assertThat(KeyRecord.requestOf(Map.of(KeyRecord.REQUEST, "x".repeat(200_000))))
                .hasSize(16);
        assertThat(KeyRecord.requestOf(Map.of(KeyRecord.REQUEST, " "))).isNull();
        assertThat(KeyRecord.requestOf(null)).isNull();
    }
}
