package io.ninerouter.gateway.frame;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway needs of a request body, read without building a tree. Ranges count bytes from the start of the body.
 *
 * @param length length of the body
 * @param model the {@code model} member, unescaped; null when missing or no string; of duplicates the last, as JSON parsers
 *     do
 * @param stream whether {@code stream} is {@code true}; absent, {@code false} and anything else is not
 * @param affinityKey what names the session: {@code prompt_cache_key}, else {@code metadata.user_id}, else {@code user};
 *     null when the body has none of up to {@value RequestScanner#MAX_TEXT_BYTES} bytes
 * @param cacheTtl {@code prompt_cache_options.ttl}; null when there is none
 * @param members every top-level member in order, duplicates included
 * @param close position of the closing brace
 */
public record RequestFacts(
        int length,
        @Nullable String model,
        boolean stream,
        @Nullable String affinityKey,
        @Nullable String cacheTtl,
        List<Member> members,
        int close) {

    public RequestFacts {
        members = List.copyOf(members);
    }

    /** The last top-level member of a name, which is the one that counts; null when there is none. */
    public @Nullable Member member(String name) {
        Member last = null;
        for (Member member : members) {
            if (member.name().equals(name)) {
                last = member;
            }
        }
        return last;
    }

    /** Ranges of the values of all top-level members called {@code model}. */
    public List<Range> modelValues() {
        return members.stream()
                .filter(member -> member.name().equals("model"))
                .map(member -> new Range(member.valueFrom(), member.valueTo()))
                .toList();
    }

    /**
     * Bytes {@code from} (inclusive) to {@code to} (exclusive) of the body.
     */
    public record Range(int from, int to) {
        public Range {
            if (from < 0 || to < from) {
                throw new IllegalArgumentException("range: " + from + " to " + to + " (expected: 0 <= from <= to)");
            }
        }
    }

    /**
     * One top-level member.
     *
     * @param name the unescaped name
     * @param from position of the name's opening quote
     * @param valueFrom first byte of the value
     * @param valueTo one after the last byte of the value
     */
    public record Member(String name, int from, int valueFrom, int valueTo) {}
}
