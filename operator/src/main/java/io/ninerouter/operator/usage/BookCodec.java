package io.ninerouter.operator.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ninerouter.config.NewerFormatException;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.config.UsageFigures;
import io.ninerouter.config.UsageReport;
import io.ninerouter.operator.usage.UsageBook.Bucket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A book as the data of a Secret: what is needed to go on under one key, the history for charts under another. Never more than
 * {@link #MOST_BYTES}: where it would be, the oldest history loses rows, which are then told together. Deterministic.
 */
public final class BookCodec {
    /** An API server takes 1 MiB. */
    public static final int MOST_BYTES = 900_000;

    private static final int FORMAT = 1;
    private static final int MOST_UNPACKED = 64 << 20;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
            .build();

    private static final ObjectMapper ROWS = JSON.copy().registerModule(new FiguresModule());

    private BookCodec() {}

    /**
     * A book and its bytes.
     *
     * @param book what the bytes say: with less history than was asked for, where that was too large
     */
    public record Encoded(UsageBook book, Map<String, byte[]> data) {
        public Encoded {
            data = Map.copyOf(data);
        }
    }

    /** The data of a Secret. */
    public static Encoded encode(UsageBook book) {
        byte[] ledger = gzip(ROWS, new Ledger(FORMAT, book));
        UsageBook fitting = book;
        byte[] history = gzip(JSON, history(book));
        for (int rows = History.MOST_ROWS / 2; ledger.length + history.length > MOST_BYTES; rows /= 2) {
            int most = rows;
            int young = fitting.days().size() / 4;
            List<Bucket> days = fitting.days();
            List<Bucket> fewer = days.stream()
                    // The last quarter keeps its rows as long as that is possible.
                    .map(day -> most > 8 && days.indexOf(day) >= days.size() - young ? day : History.limited(day, most))
                    .toList();
            fitting = fitting.with(
                    fitting.hours().stream()
                            .map(hour -> History.limited(hour, Math.max(most, 0)))
                            .toList(),
                    fewer);
            history = gzip(JSON, history(fitting));
            if (rows == 0) {
                break;
            }
        }
        return new Encoded(fitting, Map.of(RouterSecrets.LEDGER_KEY, ledger, RouterSecrets.HISTORY_KEY, history));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws NewerFormatException when it is of a later format than this release knows: then it must not be replaced
     * @throws IllegalArgumentException when it is not readable: nor then
     */
    public static UsageBook decode(Map<String, byte[]> data) {
        byte[] ledger = data.get(RouterSecrets.LEDGER_KEY);
        byte[] history = data.get(RouterSecrets.HISTORY_KEY);
        if (ledger == null || history == null) {
            throw new IllegalArgumentException("usage: keys " + data.keySet() + " (expected: "
                    + RouterSecrets.LEDGER_KEY + " and " + RouterSecrets.HISTORY_KEY + ")");
        }
        // Alone, for of a later format nothing else may be as it is read here.
        int newest = Math.max(
                read(JSON, ledger, Formatted.class).format(),
                read(JSON, history, Formatted.class).format());
        if (newest > FORMAT) {
            throw new NewerFormatException("format of usage", newest, Integer.toString(FORMAT));
        }
        Ledger kept = read(ROWS, ledger, Ledger.class);
        Charted charted = read(JSON, history, Charted.class);
        if (kept.format() != FORMAT || charted.format() != FORMAT || kept.book() == null) {
            throw new IllegalArgumentException(
                    "format of usage: " + kept.format() + ", " + charted.format() + " (expected: " + FORMAT + ")");
        }
        return kept.book().with(plain(charted.hours()), plain(charted.days()));
    }

    private static Charted history(UsageBook book) {
        Map<String, String> providers = new TreeMap<>();
        book.targets().forEach((target, account) -> {
            if (account.provider() != null) {
                providers.put(Counts.connection(target), account.provider());
            }
        });
        return new Charted(FORMAT, book.total().seen(), providers, whole(book.hours()), whole(book.days()));
    }

    /** With a row for what is not told apart. */
    private static List<Bucket> whole(List<Bucket> buckets) {
        return buckets.stream()
                .map(bucket -> new Bucket(
                        bucket.start(),
                        bucket.total(),
                        whole(bucket.total(), bucket.callers()),
                        whole(withoutRequests(bucket.total()), bucket.targets())))
                .toList();
    }

    private static Map<String, UsageFigures> whole(UsageFigures total, Map<String, UsageFigures> rows) {
        UsageFigures told = rows.values().stream().reduce(UsageFigures.NONE, UsageFigures::plus);
        UsageFigures rest = total.minus(told).atLeastZero();
        if (rest.equals(UsageFigures.NONE)) {
            return rows;
        }
        Map<String, UsageFigures> all = new HashMap<>(rows);
        all.put(UsageReport.OTHER, rest);
        return all;
    }

    private static List<Bucket> plain(List<Bucket> buckets) {
        return buckets.stream()
                .map(bucket ->
                        new Bucket(bucket.start(), bucket.total(), named(bucket.callers()), named(bucket.targets())))
                .toList();
    }

    private static Map<String, UsageFigures> named(Map<String, UsageFigures> rows) {
        Map<String, UsageFigures> named = new HashMap<>(rows);
        named.remove(UsageReport.OTHER);
        return named;
    }

    private static UsageFigures withoutRequests(UsageFigures figures) {
        return figures.minus(new UsageFigures(figures.requests(), 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    private static byte[] gzip(ObjectMapper json, Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(json.writeValueAsBytes(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static <T> T read(ObjectMapper json, byte[] packed, Class<T> type) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return json.readValue(in.readNBytes(MOST_UNPACKED), type);
        } catch (IOException e) {
            throw new IllegalArgumentException("usage: not readable (expected: gzipped JSON): " + e.getMessage());
        }
    }

    private record Formatted(int format) {}

    private record Ledger(int format, UsageBook book) {}

    /** What charts are drawn from. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Charted(
            int format, UsageFigures total, Map<String, String> providers, List<Bucket> hours, List<Bucket> days) {
        private Charted {
            hours = hours == null ? List.of() : List.copyOf(hours);
            days = days == null ? List.of() : List.copyOf(days);
            providers = providers == null ? Map.of() : new TreeMap<>(providers);
        }
    }
}
