package io.ninerouter.bench;

import java.util.Arrays;
import java.util.List;

/**
 * The rounds of one figure in short.
 *
 * @param median the middle one; of two the mean
 * @param min the least
 * @param max the most
 */
record Summary(double median, double min, double max) {

    /** Of at least one value. */
    static Summary of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values: [] (expected: at least one)");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Summary(median, sorted[0], Arrays.stream(sorted).max().orElseThrow());
    }
}
