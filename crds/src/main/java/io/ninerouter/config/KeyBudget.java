package io.ninerouter.config;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;

/**
 * What one caller may spend in each calendar period, on all replicas together.
 *
 * @param picoUsd 10⁻¹² USD, at least 1
 * @param period how long until it begins anew
 * @param timezone in whose midnights; an id of the tz database, or an offset
 */
public record KeyBudget(long picoUsd, Period period, String timezone) {
    private static final int DECIMALS = 12;
    private static final BigDecimal MOST = BigDecimal.valueOf(9_000_000);

    /** How much another clock may be ahead. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(10);

    public KeyBudget {
        Checks.atLeast("picoUsd", picoUsd, 1);
        Checks.present("period", period);
        Checks.text("timezone", timezone);
    }

    /**
     * A budget as a user writes it.
     *
     * @param amountUsd a decimal, more than 0 and at most 9000000
     * @param timezone null = UTC
     * @throws IllegalArgumentException when it is none; the message names value and expectation
     */
    public static KeyBudget of(String amountUsd, Period period, @Nullable String timezone) {
        String zone = timezone == null ? "UTC" : timezone;
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "budget.timezone: " + zone + " (expected: a time zone such as UTC or Europe/Berlin)");
        }
        return new KeyBudget(pico(amountUsd), period, zone);
    }

    private static long pico(String amountUsd) {
        try {
            BigDecimal amount = new BigDecimal(amountUsd);
            if (amount.signum() > 0 && amount.compareTo(MOST) <= 0) {
                return amount.movePointRight(DECIMALS).longValueExact();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "budget.amountUsd: " + amountUsd + " (expected: a decimal, more than 0 and at most " + MOST + ")");
    }

    /** When the period began that a moment is in. */
    public Instant startOf(Instant moment) {
        return first(moment).atStartOfDay(zone()).toInstant();
    }

    /** When the period ends that a moment is in: the first moment of the next. */
    public Instant endOf(Instant moment) {
        LocalDate first = first(moment);
        LocalDate next = switch (period) {
            case DAY -> first.plusDays(1);
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
        };
        return next.atStartOfDay(zone()).toInstant();
    }

    /**
     * Whether a period is the one that begins next, so soon that it may have begun by another clock. Who hears of such a
     * period goes with it: else nobody could spend anything while clocks are on both sides of the turn.
     *
     * @param period when it begins, epoch milliseconds
     */
    public boolean mayHaveBegun(long period, Instant now) {
        Instant next = endOf(now);
        return next.toEpochMilli() == period && !next.isAfter(now.plus(CLOCKS_APART));
    }

    private LocalDate first(Instant moment) {
        LocalDate day = LocalDate.ofInstant(moment, zone());
        return switch (period) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }

    private ZoneId zone() {
        return ZoneId.of(timezone);
    }

    /** A calendar period. */
    public enum Period {
        /** Midnight to midnight. */
        DAY,
        /** Monday to Sunday. */
        WEEK,
        /** First to last. */
        MONTH
    }
}
