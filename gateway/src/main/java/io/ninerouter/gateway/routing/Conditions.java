package io.ninerouter.gateway.routing;

import io.ninerouter.gateway.health.Health;

/**
 * The moment in which a plan is made.
 *
 * @param health what is known of the accounts
 * @param turns counts requests for round robin
 * @param seed by chance, a new one for each request: draws the weighted order
 * @param nowMillis epoch milliseconds
 */
public record Conditions(Health health, Turns turns, long seed, long nowMillis) {

    /** Counts turns. */
    @FunctionalInterface
    public interface Turns {
        /**
         * How many requests went through a group before this one; counts this one.
         *
         * @param group {@code provider:<id>} or {@code combo:<name>}; asked at most once a plan and only for those that go
         *     round
         */
        long take(String group);
    }
}
