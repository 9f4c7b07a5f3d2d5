package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * One name for several models.
 *
 * @param name what callers ask for
 * @param strategy the order of the members
 * @param stickyLimit RoundRobin: requests in a row on one member; at least 1
 * @param recovery what happens to a text stream that is cut in the middle
 * @param members at least one; a member may name a combo, never in a cycle
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ComboConfig(
        String name, ComboStrategy strategy, int stickyLimit, Recovery recovery, List<Member> members) {

    public ComboConfig {
        Checks.text("name", name);
        strategy = strategy == null ? ComboStrategy.FALLBACK : strategy;
        recovery = recovery == null ? Recovery.FAIL : recovery;
        stickyLimit = stickyLimit == 0 ? 1 : stickyLimit;
        Checks.atLeast("stickyLimit", stickyLimit, 1);
        members = Copies.list(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("members of " + name + ": [] (expected: at least one)");
        }
    }

    /**
     * One member.
     *
     * @param model a model string as a caller could send it
     * @param weight Weighted: its share; at least 1
     */
    public record Member(String model, int weight) {
        public Member {
            Checks.text("model", model);
            weight = weight == 0 ? 1 : weight;
            Checks.atLeast("weight", weight, 1);
        }
    }
}
