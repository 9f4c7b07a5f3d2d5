package io.ninerouter.operator.allot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Allotments;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts of a limit: never more than the whole, and where they are wanted. */
class ShareSplitTest {

    static Stream<Arguments> rates() {
        return Stream.of(
                Arguments.of("all of the traffic at one", 100L, List.of(500L, 0L), List.of(950_000, 50_000)),
                Arguments.of("nobody wants any", 100L, List.of(0L, 0L), List.of(500_000, 500_000)),
                Arguments.of("all want more than there is", 100L, List.of(300L, 300L), List.of(500_000, 500_000)),
                Arguments.of("plenty for both", 100L, List.of(20L, 20L), List.of(500_000, 500_000)),
                Arguments.of("one alone", 100L, List.of(7L), List.of(1_000_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rates")
    void followDemand(String name, long limit, List<Long> demands, List<Integer> parts) {
        assertThat(ShareSplit.rates(limit, demands)).isEqualTo(parts);
    }

    static Stream<Arguments> places() {
        return Stream.of(
                Arguments.of("one place, and the second wants it", 1, List.of(0, 1), List.of(0, 1)),
                Arguments.of("enough for all", 8, List.of(3, 1), List.of(6, 2)),
                Arguments.of("too few", 4, List.of(6, 2), List.of(3, 1)),
                Arguments.of("nobody wants any", 5, List.of(0, 0, 0), List.of(2, 2, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void placesAreParted(String name, int limit, List<Integer> demands, List<Integer> parts) {
        assertThat(ShareSplit.places(limit, demands)).isEqualTo(parts);
    }

    @Test
    void partsNeverAreMoreThanTheWholeAndWhoWantsLessThanItsPartGetsIt() {
        Random random = new Random(4);
        for (int run = 0; run < 5_000; run++) {
            int count = 1 + random.nextInt(30);
            long limit = 1 + random.nextInt(100_000);
            List<Long> demands = IntStream.range(0, count)
                    .mapToObj(_ -> random.nextBoolean() ? 0L : random.nextLong(limit * 2))
                    .toList();
            List<Integer> parts = ShareSplit.rates(limit, demands);
            assertThat(parts.stream().mapToLong(Integer::longValue).sum()).isLessThanOrEqualTo(Allotments.WHOLE);
            long wanted = demands.stream().mapToLong(Long::longValue).sum();
            if (wanted <= limit * 0.9) {
                for (int i = 0; i < count; i++) {
                    assertThat(parts.get(i) * (double) limit / Allotments.WHOLE)
                            .isGreaterThanOrEqualTo(demands.get(i) - limit * 2e-6);
                }
            }
            int places = 1 + random.nextInt(50);
            List<Integer> want =
                    IntStream.range(0, count).mapToObj(_ -> random.nextInt(12)).toList();
            assertThat(ShareSplit.places(places, want).stream().mapToInt(i -> i).sum())
                    .isEqualTo(places);
        }
    }
}
