package io.ninerouter.gateway.usage;

import io.ninerouter.config.StoredSize;
import io.ninerouter.config.UsageFigures;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps the rows of a count within a number of rows and of bytes. Whoever reads them has told the figures of a row already, so
 * a row that was told is told for good and never falls. Where the rows as they are would be too many or too large, each is told
 * as it was told before, and what room is left goes to those of which most is untold; the rest is for the row of all others.
 * Where nothing is too much, everything is told. Not thread-safe.
 *
 * @param <R> a row; its figures only grow
 */
final class ToldRows<R> {
    private static final int COMMA = 1;

    private final int most;
    private final int bytes;
    private final Function<R, Object> key;
    private final Function<R, UsageFigures> figures;
    private final Map<Object, R> told = new HashMap<>();

    /**
     * Nothing was told yet.
     *
     * @param most rows; more only where more were told
     * @param bytes most of all rows together, as {@link StoredSize} counts
     * @param key what tells rows apart
     */
    ToldRows(int most, int bytes, Function<R, Object> key, Function<R, UsageFigures> figures) {
        this.most = most;
        this.bytes = bytes;
        this.key = key;
        this.figures = figures;
    }

    /**
     * What is told.
     *
     * @param rows in the order of those that came in
     * @param untold what these do not say: for the row of all others
     */
    record Fitting<R>(List<R> rows, UsageFigures untold) {}

    /** Rows that somebody else has told of the same count: they are to be among all rows from now on. */
    void follow(List<R> rows) {
        rows.forEach(row -> told.put(key.apply(row), row));
    }

    /** What to tell of all rows as they are now; those that were told before are among them. */
    Fitting<R> tell(List<R> rows) {
        if (rows.size() <= most && StoredSize.of(rows) <= bytes) {
            follow(rows);
            return new Fitting<>(List.copyOf(rows), UsageFigures.NONE);
        }
        int left = bytes - 2 * COMMA;
        for (R row : told.values()) {
            left -= size(row);
        }
        for (R row : mostUntoldFirst(rows)) {
            R before = told.get(key.apply(row));
            int more = size(row) - (before == null ? 0 : size(before));
            if (more <= left && (before != null || told.size() < most)) {
                left -= more;
                told.put(key.apply(row), row);
            }
        }
        List<R> fitting = new ArrayList<>();
        UsageFigures rest = UsageFigures.NONE;
        for (R row : rows) {
            R said = told.get(key.apply(row));
            rest = rest.plus(untold(row));
            if (said != null) {
                fitting.add(said);
            }
        }
        return new Fitting<>(fitting, rest);
    }

    /** Always the same order for the same rows. */
    private List<R> mostUntoldFirst(List<R> rows) {
        Map<Object, BigInteger> weights = new HashMap<>();
        rows.forEach(row -> weights.put(key.apply(row), weight(untold(row))));
        return rows.stream()
                .sorted(Comparator.comparing((R row) -> weights.get(key.apply(row)))
                        .reversed())
                .toList();
    }

    private UsageFigures untold(R row) {
        R said = told.get(key.apply(row));
        UsageFigures now = figures.apply(row);
        return said == null ? now : now.minus(figures.apply(said));
    }

    /** By money; where nothing has a price, by tokens, and then by attempts. */
    private static BigInteger weight(UsageFigures untold) {
        BigInteger money = BigInteger.valueOf(untold.billedPicoUsd()).add(BigInteger.valueOf(untold.unbilledPicoUsd()));
        BigInteger tokens = BigInteger.valueOf(untold.inputTokens()).add(BigInteger.valueOf(untold.outputTokens()));
        return money.shiftLeft(64).add(tokens).shiftLeft(64).add(BigInteger.valueOf(untold.attempts()));
    }

    private static int size(Object row) {
        return StoredSize.of(row) + COMMA;
    }
}
