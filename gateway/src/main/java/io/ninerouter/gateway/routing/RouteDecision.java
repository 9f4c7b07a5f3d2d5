package io.ninerouter.gateway.routing;

import io.ninerouter.config.Recovery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of a request for a model. */
public sealed interface RouteDecision {

    /**
     * Try these in order.
     *
     * @param targets at least one
     * @param skipped what would have been tried and is left alone now
     * @param reserve the last of the targets, each with what speaks against it
     * @param recovery what the combo that was asked for wants of a stream that is cut in the middle
     */
    record Plan(List<Target> targets, List<Skipped> skipped, List<Skipped> reserve, Recovery recovery)
            implements RouteDecision {
        public Plan {
            targets = List.copyOf(targets);
            skipped = List.copyOf(skipped);
            reserve = List.copyOf(reserve);
            if (targets.isEmpty()) {
                throw new IllegalArgumentException("targets: [] (expected: at least one)");
            }
        }
    }

    /**
     * Nothing has this name: 404.
     *
     * @param nearMatches up to three names that the caller may use and could have meant
     */
    record Unknown(String model, List<String> nearMatches) implements RouteDecision {
        public Unknown {
            nearMatches = List.copyOf(nearMatches);
        }
    }

    /** The caller may not use it: 403. */
    record Forbidden(String model) implements RouteDecision {}

    /**
     * The name is known and nothing behind it can be used now: 429 when every reason is a rate or concurrency limit, 400
     * when the request goes on from an answer that none of them keeps, else 503.
     *
     * @param skipped each target and why; at least one
     */
    record NoneUsable(String model, List<Skipped> skipped) implements RouteDecision {
        public NoneUsable {
            skipped = List.copyOf(skipped);
        }

        /** Epoch milliseconds at which the first target may be tried again; null when none says. */
        public @Nullable Long earliestRetryMillis() {
            Long earliest = null;
            for (Skipped each : skipped) {
                Long until = each.untilMillis();
                if (until != null && (earliest == null || until < earliest)) {
                    earliest = until;
                }
            }
            return earliest;
        }

        /** Whether no time and no repair would help: the request wants an earlier answer of providers that keep none. */
        public boolean cannotGoOn() {
            return skipped.stream().anyMatch(each -> each.reason() == Skipped.Reason.KEEPS_NO_ANSWERS)
                    && skipped.stream().allMatch(Skipped::isOutOfQuestion);
        }

        /** Whether waiting is all it takes: every target that could serve is limited, none is broken. */
        public boolean onlyLimits() {
            return skipped.stream().anyMatch(Skipped::isLimit)
                    && skipped.stream().allMatch(each -> each.isLimit() || each.isOutOfQuestion());
        }
    }
}
