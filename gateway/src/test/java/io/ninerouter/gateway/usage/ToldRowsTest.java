package io.ninerouter.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.StoredSize;
import io.ninerouter.config.UsageFigures;
import io.ninerouter.config.UsageReport.CallerUsage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ToldRowsTest {
    private static final int MOST = 1_000;
    private static final int BYTES = 2_000;

    /** Counts of any size that grow by anything, told at any time: of the sums of an operator nothing falls, nothing is twice. */
    @RepeatedTest(200)
    void rowsFitAndNeverFallAndTogetherWithTheRestAreWhatWasCounted(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        ToldRows<CallerUsage> rows = rows();
        Map<String, UsageFigures> counted = new TreeMap<>();
        Map<String, UsageFigures> before = new HashMap<>();
        for (int round = 0; round < 60; round++) {
            for (int i = random.nextInt(6); i > 0; i--) {
                counted.merge(caller(random), any(random), UsageFigures::plus);
            }

            ToldRows.Fitting<CallerUsage> told = rows.tell(rowsOf(counted));

            assertThat(StoredSize.of(told.rows())).isLessThanOrEqualTo(BYTES);
            Map<String, UsageFigures> now = new HashMap<>();
            told.rows().forEach(row -> now.put(row.caller(), row.used()));
            before.forEach((caller, used) -> assertThat(fell(used, now.get(caller)))
                    .as("%s: %s, then %s", caller, used, now.get(caller))
                    .isFalse());
            assertThat(sum(now).plus(told.untold())).isEqualTo(sum(counted));
            before.putAll(now);
        }
        assertThat(before.size()).as("so many that they do not fit").isLessThan(counted.size());
    }

    @Test
    void whatFitsIsToldAsItIs() {
        ToldRows<CallerUsage> rows = rows();
        Map<String, UsageFigures> counted = Map.of("team/a", billed(7), "team/b", billed(9));

        assertThat(rows.tell(rowsOf(counted))).isEqualTo(new ToldRows.Fitting<>(rowsOf(counted), UsageFigures.NONE));
    }

    @Test
    void ofNewRowsThoseThatCostMostHaveTheRoomAndOfEqualOnesTheFirstInOrder() {
        Map<String, UsageFigures> counted = new TreeMap<>();
        for (int i = 100; i < 200; i++) {
            counted.put("team/" + i, billed(i == 170 ? 20 : 10));
        }

        List<String> told = rows().tell(rowsOf(counted)).rows().stream()
                .map(CallerUsage::caller)
                .toList();

        assertThat(told).contains("team/100", "team/101", "team/170").doesNotContain("team/169", "team/171");
    }

    @Test
    void aRowThatNeedsNoMoreRoomGoesOnToBeToldWhereAnotherFindsNone() {
        ToldRows<CallerUsage> rows = new ToldRows<>(MOST, 66, CallerUsage::caller, CallerUsage::used);
        Map<String, UsageFigures> counted = new TreeMap<>(Map.of("team/a", requests(98)));
        assertThat(rows.tell(rowsOf(counted)).rows()).isEqualTo(rowsOf(counted));
        counted.put("team/b", requests(1));
        counted.put("team/a", requests(99));
        ToldRows.Fitting<CallerUsage> told = rows.tell(rowsOf(counted));
        assertThat(told.rows()).as("without another digit").containsExactly(row("team/a", requests(99)));
        assertThat(told.untold()).isEqualTo(requests(1));
    }

    @Test
    void goesOnFromWhatAnEarlierProcessHasTold() {
        ToldRows<CallerUsage> rows = rows();
        Map<String, UsageFigures> earlier = new TreeMap<>();
        for (int i = 100; i < 115; i++) {
            earlier.put("team/" + i, billed(1));
        }
        rows.follow(rowsOf(earlier));
        Map<String, UsageFigures> counted = new TreeMap<>(earlier);
        for (int i = 200; i < 300; i++) {
            counted.put("team/" + i, billed(1_000));
        }

        assertThat(rows.tell(rowsOf(counted)).rows()).containsAll(rowsOf(earlier));
    }

    private static ToldRows<CallerUsage> rows() {
        return new ToldRows<>(MOST, BYTES, CallerUsage::caller, CallerUsage::used);
    }

    private static List<CallerUsage> rowsOf(Map<String, UsageFigures> counted) {
        List<CallerUsage> rows = new ArrayList<>();
        new TreeMap<>(counted).forEach((caller, used) -> rows.add(row(caller, used)));
        return rows;
    }

    private static CallerUsage row(String caller, UsageFigures used) {
        return new CallerUsage(caller, null, used);
    }

    private static String caller(Random random) {
        int number = random.nextInt(60);
        return "team/" + "é<漢&x".repeat(number % 4) + number;
    }

    /** Some of a few digits, some of as many as fit in so many rounds. */
    private static UsageFigures any(Random random) {
        return new UsageFigures(
                1,
                1 + random.nextInt(3),
                amount(random),
                amount(random),
                amount(random),
                amount(random),
                0,
                amount(random),
                amount(random),
                random.nextInt(2));
    }

    private static long amount(Random random) {
        return random.nextInt(3) == 0 ? 0 : random.nextLong(1L << (1 + random.nextInt(54)));
    }

    private static UsageFigures billed(long picoUsd) {
        return new UsageFigures(1, 1, 100, 0, 0, 100, 0, picoUsd, 0, 0);
    }

    private static UsageFigures requests(long requests) {
        return new UsageFigures(requests, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    private static boolean fell(UsageFigures before, UsageFigures now) {
        UsageFigures more = now.minus(before);
        return !more.equals(more.atLeastZero());
    }

    private static UsageFigures sum(Map<String, UsageFigures> rows) {
        return rows.values().stream().reduce(UsageFigures.NONE, UsageFigures::plus);
    }
}
