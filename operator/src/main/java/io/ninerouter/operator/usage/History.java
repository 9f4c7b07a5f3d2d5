package io.ninerouter.operator.usage;

import io.ninerouter.config.UsageFigures;
import io.ninerouter.operator.usage.UsageBook.Bucket;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was used when. Of what is new at a fold, all is counted into the hour and the day of that fold. */
final class History {
    static final int HOURS = 48;
    static final int DAYS = 90;

    /** Rows of one hour or day of each sort, callers and targets: those with the most. */
    static final int MOST_ROWS = 250;

    private History() {}

    static UsageBook add(
            UsageBook book,
            UsageFigures total,
            Map<String, UsageFigures> callers,
            Map<String, UsageFigures> targets,
            Instant now) {
        if (total.equals(UsageFigures.NONE) && callers.isEmpty() && targets.isEmpty()) {
            return book;
        }
        Bucket fresh = new Bucket("", total, callers, targets);
        return book.with(
                add(book.hours(), fresh, now.truncatedTo(ChronoUnit.HOURS), now.minus(HOURS, ChronoUnit.HOURS)),
                add(book.days(), fresh, now.truncatedTo(ChronoUnit.DAYS), now.minus(DAYS, ChronoUnit.DAYS)));
    }

    private static List<Bucket> add(List<Bucket> buckets, Bucket fresh, Instant start, Instant oldest) {
        String name = start.toString();
        List<Bucket> next = new ArrayList<>();
        Bucket last = Bucket.empty(name);
        for (Bucket bucket : buckets) {
            if (bucket.start().equals(name)) {
                last = bucket;
            } else if (bucket.start().compareTo(oldest.toString()) > 0) {
                next.add(bucket);
            }
        }
        next.add(limited(
                new Bucket(
                        name,
                        last.total().plus(fresh.total()),
                        sum(last.callers(), fresh.callers()),
                        sum(last.targets(), fresh.targets())),
                MOST_ROWS));
        next.sort(Comparator.comparing(Bucket::start));
        return next;
    }

    /** The same with so many rows of each sort at most. */
    static Bucket limited(Bucket bucket, int most) {
        return bucket.callers().size() <= most && bucket.targets().size() <= most
                ? bucket
                : new Bucket(
                        bucket.start(),
                        bucket.total(),
                        largest(bucket.callers(), most),
                        largest(bucket.targets(), most));
    }

    private static Map<String, UsageFigures> sum(Map<String, UsageFigures> one, Map<String, UsageFigures> other) {
        Map<String, UsageFigures> sum = new TreeMap<>(one);
        other.forEach((key, figures) -> sum.merge(key, figures, UsageFigures::plus));
        return sum;
    }

    private static Map<String, UsageFigures> largest(Map<String, UsageFigures> rows, int most) {
        Map<String, UsageFigures> kept = new TreeMap<>();
        rows.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, UsageFigures> row) -> weight(row.getValue()))
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .limit(most)
                .forEach(row -> kept.put(row.getKey(), row.getValue()));
        return kept;
    }

    /** By money; where nothing has a price, by tokens, and then by attempts. */
    private static BigInteger weight(UsageFigures figures) {
        BigInteger money =
                BigInteger.valueOf(figures.billedPicoUsd()).add(BigInteger.valueOf(figures.unbilledPicoUsd()));
        BigInteger tokens = BigInteger.valueOf(figures.inputTokens()).add(BigInteger.valueOf(figures.outputTokens()));
        return money.shiftLeft(64).add(tokens.shiftLeft(20)).add(BigInteger.valueOf(figures.attempts()));
    }
}
