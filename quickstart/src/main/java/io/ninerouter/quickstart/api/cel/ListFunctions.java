package io.ninerouter.quickstart.api.cel;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** The methods Kubernetes gives lists of comparable items. */
final class ListFunctions {

    private static final Comparator<Object> ORDER = (a, b) -> {
        if (a instanceof Number left && b instanceof Number right) {
            return Double.compare(left.doubleValue(), right.doubleValue());
        }
        if (a instanceof String left && b instanceof String right) {
            return left.compareTo(right);
        }
        if (a instanceof Duration left && b instanceof Duration right) {
            return left.compareTo(right);
        }
        throw new IllegalArgumentException("no such overload: items of one comparable type are expected");
    };

    private ListFunctions() {}

    static Object isSorted(List<?> list) {
        for (int i = 1; i < list.size(); i++) {
            if (ORDER.compare(list.get(i - 1), list.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    static Object sum(List<?> list) {
        if (list.stream().anyMatch(Duration.class::isInstance)) {
            return list.stream().map(Duration.class::cast).reduce(Duration.ZERO, Duration::plus);
        }
        if (list.stream().anyMatch(Double.class::isInstance)) {
            return list.stream()
                    .mapToDouble(item -> ((Number) item).doubleValue())
                    .sum();
        }
        return list.stream().mapToLong(item -> ((Number) item).longValue()).reduce(0, Math::addExact);
    }

    static Object min(List<?> list) {
        return list.stream()
                .map(Object.class::cast)
                .min(ORDER)
                .orElseThrow(() -> new IllegalArgumentException("min called on empty list"));
    }

    static Object max(List<?> list) {
        return list.stream()
                .map(Object.class::cast)
                .max(ORDER)
                .orElseThrow(() -> new IllegalArgumentException("max called on empty list"));
    }
}
