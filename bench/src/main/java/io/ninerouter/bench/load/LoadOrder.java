package io.ninerouter.bench.load;

import io.ninerouter.bench.Scenario;
import java.util.concurrent.TimeUnit;

/**
 * What one run shall do. Travels as one line of text.
 *
 * @param scenario what to ask for
 * @param port on 127.0.0.1
 * @param key the caller's key
 * @param connections how many; those of a scenario with a pace keep each its own
 * @param rampMillis load before counting begins
 * @param millis time that is counted
 * @param maxRequests counting ends earlier when so many were answered
 */
public record LoadOrder(
        Scenario scenario, int port, String key, int connections, long rampMillis, long millis, long maxRequests) {

    public LoadOrder {
        if (key.isBlank() || key.contains(" ")) {
            throw new IllegalArgumentException("key: a text of its own format (expected: no blanks, not empty)");
        }
        if (connections < 1 || rampMillis < 1 || millis < 1 || maxRequests < 1) {
            throw new IllegalArgumentException("connections, ramp, time, requests: " + connections + ", " + rampMillis
                    + ", " + millis + ", " + maxRequests + " (expected: each >= 1)");
        }
    }

    /**
     * Nanoseconds over which its connections begin one after the other, so that they are not in step: the scenario's, and of many
     * streams all of the ramp. Each asks again when it is answered, so that all are there in the end however long that is.
     */
    public long spreadNanos() {
        long ramp = scenario == Scenario.MANY_STREAMS ? TimeUnit.MILLISECONDS.toNanos(rampMillis) : 0;
        return Math.max(scenario.spreadNanos(), ramp);
    }

    /** The line. */
    public String line() {
        return "run " + scenario + " " + port + " " + key + " " + connections + " " + rampMillis + " " + millis + " "
                + maxRequests;
    }

    /** Reads what {@link #line()} wrote. */
    public static LoadOrder parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 8 || !words[0].equals("run")) {
            throw new IllegalArgumentException("order: " + words.length
                    + " words (expected: run <scenario> <port> <key> <connections> <ramp> <ms> <max>)");
        }
        return new LoadOrder(
                Scenario.valueOf(words[1]),
                Integer.parseInt(words[2]),
                words[3],
                Integer.parseInt(words[4]),
                Long.parseLong(words[5]),
                Long.parseLong(words[6]),
                Long.parseLong(words[7]));
    }
}
