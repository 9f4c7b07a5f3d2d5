package io.ninerouter.operator.router;

import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.ModelEnd;
import io.ninerouter.operator.compile.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When something becomes of what is compiled by itself. Pure. */
final class Moments {
    private Moments() {}

    /** A key expires or is replaced, an access token ends, a model's end comes near; null = never. */
    static @Nullable Instant next(Compilation compilation, Instant now) {
        return first(
                Stream.of(Stream.ofNullable(nextOfKeys(compilation, now)), tokens(compilation), models(compilation))
                        .flatMap(moments -> moments)
                        .filter(moment -> moment.isAfter(now)));
    }

    /** A key expires, is replaced, or the one before it ends; null = never. */
    static @Nullable Instant nextOfKeys(Compilation compilation, Instant now) {
        Instant next = null;
        for (Verdict verdict : compilation.endingKeys().values()) {
            if (verdict.detail() instanceof Verdict.OfKey key) {
                next = first(Stream.concat(Stream.ofNullable(next), of(key).filter(moment -> moment.isAfter(now))));
            }
        }
        return next;
    }

    private static Stream<Instant> of(Verdict.OfKey key) {
        Stream<Instant> expiry = Stream.ofNullable(key.expiresAtMillis()).map(Instant::ofEpochMilli);
        Verdict.KeyTimes times = key.times();
        Stream<Instant> changes = times == null
                ? Stream.empty()
                : Stream.concat(Stream.ofNullable(times.nextAt()), Stream.ofNullable(times.previousUntil()));
        return Stream.concat(expiry, changes);
    }

    /** Access tokens that are not renewed before. */
    private static Stream<Instant> tokens(Compilation compilation) {
        return compilation.logins().values().stream()
                .map(Verdict::login)
                .filter(Objects::nonNull)
                .flatMap(login -> Stream.ofNullable(login.standing().expiresAt()));
    }

    private static Stream<Instant> models(Compilation compilation) {
        return compilation.ends().values().stream()
                .flatMap(ends -> ends.stream().map(ModelEnd::noticeFrom));
    }

    private static @Nullable Instant first(Stream<Instant> moments) {
        return moments.min(Comparator.naturalOrder()).orElse(null);
    }
}
