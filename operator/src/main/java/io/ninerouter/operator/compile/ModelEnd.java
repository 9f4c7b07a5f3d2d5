package io.ninerouter.operator.compile;

import io.ninerouter.config.ModelConfig;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * That a model which an object names will not be served any more.
 *
 * @param model as the object names it
 * @param day from which on, UTC
 */
public record ModelEnd(String model, LocalDate day) {
    /** So long before its end people are told. */
    public static final Duration NOTICE = Duration.ofDays(30);

    static final Comparator<ModelEnd> SOONEST_FIRST =
            Comparator.comparing(ModelEnd::day).thenComparing(ModelEnd::model);

    /** Since when it is worth telling. */
    public Instant noticeFrom() {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().minus(NOTICE);
    }

    /** Whether it is worth telling. */
    public boolean isNear(Instant now) {
        return !now.isBefore(noticeFrom());
    }

    /** When a model ends; null = that is not told, or not in words that are known. */
    static @Nullable LocalDate of(ModelConfig model) {
        String day = model.retires();
        try {
            return day == null ? null : LocalDate.parse(day);
        } catch (DateTimeException notADay) {
            return null;
        }
    }
}
