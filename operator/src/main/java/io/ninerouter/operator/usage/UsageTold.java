package io.ninerouter.operator.usage;

import io.ninerouter.config.UsageFigures;
import java.util.Map;
import java.util.TreeMap;

/** What the book says to those who read statuses. */
public final class UsageTold {
    private UsageTold() {}

    /** What was used at each connection; attempts alone, requests are not told by connection. */
    public static Map<String, UsageFigures> byConnection(UsageBook book) {
        Map<String, UsageFigures> sums = new TreeMap<>();
        book.targets()
                .forEach(
                        (target, account) -> sums.merge(Counts.connection(target), account.seen(), UsageFigures::plus));
        return sums;
    }
}
