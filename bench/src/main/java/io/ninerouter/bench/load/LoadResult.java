package io.ninerouter.bench.load;

/**
 * What was counted.
 *
 * @param requests answers that were complete and right
 * @param events server-sent events that arrived
 * @param errors answers that were not 200 or not complete, connections that broke
 * @param nanos time that was counted
 * @param latency from a request sent to its answer complete
 * @param firstError what the first error was; empty when there was none
 */
public record LoadResult(long requests, long events, long errors, long nanos, Latency latency, String firstError) {

    /** Nanoseconds that half of the answers, and 99 of 100, took at most. */
    public record Latency(long median, long p99) {
        /** Nothing was answered. */
        public static final Latency NONE = new Latency(0, 0);
    }

    /** The line. */
    public String line() {
        return "end " + requests + " " + events + " " + errors + " " + nanos + " " + latency.median + " " + latency.p99
                + " " + firstError;
    }

    /** Reads what {@link #line()} wrote. */
    public static LoadResult parse(String line) {
        String[] words = line.split(" ", 8);
        if (words.length != 8 || !words[0].equals("end")) {
            throw new IllegalArgumentException("result: " + line
                    + " (expected: end <requests> <events> <errors> <ns> <median> <p99> <first error>)");
        }
        return new LoadResult(
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                new Latency(Long.parseLong(words[5]), Long.parseLong(words[6])),
                words[7]);
    }
}
