package io.ninerouter.gateway.profile;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.HiddenSeals;
import io.ninerouter.gateway.frame.ByteSource;
import io.ninerouter.gateway.frame.RequestFacts;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request that is about to be sent, in its target's dialect.
 *
 * @param dialect what it is in
 * @param answer whether it asks for an answer, not for a count of tokens or a compaction
 * @param wish what is asked of which model
 * @param hidden sealed reasoning of its history that the target is not shown
 * @param conversation names the conversation, without content
 * @param body what it says
 */
public record Occasion(
        Dialect dialect, boolean answer, Wish wish, HiddenSeals hidden, Supplier<String> conversation, Body body) {

    /**
     * What is asked of which model.
     *
     * @param model the provider's name of it
     * @param effort how hard it shall think, where the name that the caller used says so; else null
     */
    public record Wish(String model, @Nullable String effort) {}

    /** A body and what a scan found in it. */
    public record Body(RequestFacts facts, ByteSource bytes) {

        /** The value of the last member of a name; null when there is none. */
        byte @Nullable [] value(String name) {
            RequestFacts.Member member = facts.member(name);
            return member == null ? null : bytes.copy(member.valueFrom(), member.valueTo());
        }
    }
}
