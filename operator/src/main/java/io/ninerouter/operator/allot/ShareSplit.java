package io.ninerouter.operator.allot;

import io.ninerouter.config.Allotments;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Parts a limit among replicas by what each wants. The parts never are more than the whole. Who wants nothing keeps a little,
 * so that its first request is served.
 */
final class ShareSplit {
    /** Of the whole, parted evenly whatever is wanted. */
    private static final double EVENLY = 0.1;

    private ShareSplit() {}

    /**
     * Parts a limit of so much a minute.
     *
     * @param demands what each wants a minute
     * @return millionths for each, together at most {@link Allotments#WHOLE}
     */
    static List<Integer> rates(long limit, List<Long> demands) {
        int count = demands.size();
        double floor = limit * EVENLY / count;
        double rest = limit * (1 - EVENLY);
        double[] needs = demands.stream()
                .mapToDouble(demand -> Math.max(0, demand - floor))
                .toArray();
        double needed = IntStream.range(0, count).mapToDouble(i -> needs[i]).sum();
        double wanted = demands.stream().mapToDouble(Long::doubleValue).sum();
        double over = Math.max(0, rest - needed);
        List<Integer> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            double need = needed <= rest ? needs[i] : rest * needs[i] / needed;
            double surplus = over * (wanted == 0 ? 1.0 / count : demands.get(i) / wanted);
            parts.add((int) Math.floor((floor + need + surplus) / limit * Allotments.WHOLE));
        }
        return List.copyOf(parts);
    }

    /** The same for all. */
    static List<Integer> evenRates(int count) {
        return IntStream.range(0, count).mapToObj(_ -> Allotments.WHOLE / count).toList();
    }

    /**
     * Parts places.
     *
     * @param demands how many each wants
     * @return how many each gets, together exactly the limit
     */
    static List<Integer> places(int limit, List<Integer> demands) {
        long wanted = demands.stream().mapToLong(Integer::longValue).sum();
        if (wanted == 0) {
            return evenPlaces(limit, demands.size());
        }
        long given = Math.min(limit, wanted);
        List<Integer> first = proportional(given, demands, wanted);
        List<Integer> rest = proportional(limit - given, demands, wanted);
        return IntStream.range(0, demands.size())
                .mapToObj(i -> first.get(i) + rest.get(i))
                .toList();
    }

    /** As even as places can be: those that come first have the odd ones. */
    static List<Integer> evenPlaces(int limit, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> limit / count + (i < limit % count ? 1 : 0))
                .toList();
    }

    /** By largest remainder; of equal ones the first. */
    private static List<Integer> proportional(long places, List<Integer> demands, long wanted) {
        int count = demands.size();
        int[] parts = new int[count];
        long[] remainders = new long[count];
        long left = places;
        for (int i = 0; i < count; i++) {
            long exact = places * demands.get(i);
            parts[i] = (int) (exact / wanted);
            remainders[i] = exact % wanted;
            left -= parts[i];
        }
        List<Integer> order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> -remainders[i]))
                .limit(left)
                .toList();
        order.forEach(i -> parts[i]++);
        return IntStream.of(parts).boxed().toList();
    }
}
