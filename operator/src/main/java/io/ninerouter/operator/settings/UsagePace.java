package io.ninerouter.operator.settings;

import java.time.Duration;

/**
 * How often usage is told. Real time passes between a request and the status that counts it: what shows that nothing is lost or
 * told twice on the way may go faster.
 *
 * @param round from one folding of what replicas report to the next
 * @param large from one write of a large book to the next
 * @param status least time between two writes of usage to one object's status
 */
public record UsagePace(Duration round, Duration large, Duration status) {
    /** What an API server and its etcd bear of many Routers and thousands of objects. */
    public static final UsagePace DEFAULT =
            new UsagePace(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(1));

    public UsagePace {
        if (round.toMillis() < 1 || large.isNegative() || status.isNegative()) {
            throw new IllegalArgumentException("usage pace: round=" + round + " large=" + large + " status=" + status
                    + " (expected: round at least 1 ms, the others not negative)");
        }
    }
}
