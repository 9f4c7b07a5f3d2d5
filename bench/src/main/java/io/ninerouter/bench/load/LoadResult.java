package io.ninerouter.bench.load;

/**
 * What was counted.
 *
 * @param requests answers that were complete and right
 * @param events server-sent events that arrived
 * @param errors answers that were not 200 or not complete, connections that broke
 * @param nanos time that was counted
 * @param firstError what the first error was; empty when there was none
 */
public record LoadResult(long requests, long events, long errors, long nanos, String firstError) {

    /** The line. */
    public String line() {
        return "end " + requests + " " + events + " " + errors + " " + nanos + " " + firstError;
    }

    /** Reads what {@link #line()} wrote. */
    public static LoadResult parse(String line) {
        String[] words = line.split(" ", 6);
        if (words.length != 6 || !words[0].equals("end")) {
            throw new IllegalArgumentException(
                    "result: " + line + " (expected: end <requests> <events> <errors> <ns> <first error>)");
        }
        return new LoadResult(
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                words[5]);
    }
}
