package io.ninerouter.operator.status;

import io.ninerouter.config.ReplicaReport.CooldownReport;
import io.ninerouter.config.Signals;
import io.ninerouter.config.Signals.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all replicas should know, from what each has learnt. */
public final class SignalFold {
    /** Replicas bound what they learn to 31 days; clocks may differ a little. What lies beyond is a mistake. */
    private static final Duration LONGEST = Duration.ofDays(31).plusMinutes(1);

    private static final Comparator<Signal> ORDER = Comparator.comparing(Signal::connection)
            .thenComparing(Signal::model, Comparator.nullsFirst(Comparator.naturalOrder()));

    private SignalFold() {}

    /**
     * The signals to publish. Of several cooldowns of one thing the longest counts. What a live replica has learnt goes when
     * it does not say it any more; what one that is gone has learnt stays until its end.
     *
     * @param before what is published now
     * @param holds whether a cooldown is still of use: its connection is there, the credential is the one that was refused
     */
    public static Signals fold(Signals before, Fleet fleet, Predicate<Signal> holds, Instant now) {
        Stream<Signal> ofGone =
                before.cooldowns().stream().filter(signal -> !fleet.cooldowns().containsKey(signal.by()));
        Stream<Signal> ofLive = fleet.cooldowns().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(report -> signal(entry.getKey(), report)))
                .filter(Objects::nonNull);
        long nowMillis = now.toEpochMilli();
        long latest = now.plus(LONGEST).toEpochMilli();
        Map<Subject, Signal> longest = new HashMap<>();
        Stream.concat(ofGone, ofLive)
                .filter(signal -> signal.untilMillis() > nowMillis && signal.untilMillis() <= latest)
                .filter(holds)
                .forEach(signal ->
                        longest.merge(new Subject(signal.connection(), signal.model()), signal, SignalFold::longer));
        List<Signal> kept = longest.values().stream()
                .sorted(Comparator.comparingLong((Signal signal) -> -signal.untilMillis())
                        .thenComparing(ORDER))
                .limit(Signals.MAX)
                .sorted(ORDER)
                .toList();
        return new Signals(kept);
    }

    /** When the first of them is over; null = there is none. */
    public static @Nullable Instant firstEnd(Signals signals) {
        return signals.cooldowns().stream()
                .map(signal -> Instant.ofEpochMilli(signal.untilMillis()))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Of two that end together always the same one, so that equal reports make equal signals. */
    private static Signal longer(Signal one, Signal other) {
        int order = Long.compare(one.untilMillis(), other.untilMillis());
        return order > 0 || (order == 0 && one.by().compareTo(other.by()) <= 0) ? one : other;
    }

    private static @Nullable Signal signal(String replica, CooldownReport report) {
        Instant until = Fleet.time(report.until());
        return until == null
                ? null
                : new Signal(report.connection(), report.model(), report.reason(), until.toEpochMilli(), replica);
    }

    /** What is left alone. */
    private record Subject(String connection, @Nullable String model) {}
}
