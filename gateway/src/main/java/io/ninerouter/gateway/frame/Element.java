package io.ninerouter.gateway.frame;

import io.ninerouter.gateway.frame.RequestFacts.Member;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object in an array of a body: where it and its members are. Found by one pass over the array, without a tree.
 *
 * @param from position of its opening brace
 * @param to one after its closing brace
 * @param members at least one, duplicates included; positions count from the start of the body
 */
public record Element(int from, int to, List<Member> members) {
    public Element {
        members = List.copyOf(members);
    }

    /**
     * The objects in an array, in order; those without members, and what is no object, are passed over.
     *
     * @param bytes of a body that was scanned and found well-formed
     * @param from where the value begins
     * @param to where it ends
     * @return none when the value is no array, or has a name that is longer than {@value RequestScanner#MAX_TEXT_BYTES} bytes
     */
    public static List<Element> in(ByteSource bytes, int from, int to) {
        if (to - from < 2 || bytes.at(from) != '[') {
            return List.of();
        }
        Finder finder = new Finder(bytes, from);
        try {
            bytes.feed(from, to, new JsonScan(finder, RequestScanner.MAX_TEXT_BYTES));
        } catch (MalformedFrameException e) {
            // What cannot be told apart is left as it is: whoever gets the body will say what is wrong with it.
            return List.of();
        }
        finder.closes();
        return finder.found;
    }

    /** The last member of a name; null when there is none. */
    public @Nullable Member member(String name) {
        Member last = null;
        for (Member member : members) {
            if (member.name().equals(name)) {
                last = member;
            }
        }
        return last;
    }

    /** The text of a member that is a string of up to {@value RequestScanner#MAX_TEXT_BYTES} bytes; null = none such. */
    public @Nullable String text(ByteSource bytes, String name) {
        Member member = member(name);
        if (member == null || member.valueTo() - member.valueFrom() > RequestScanner.MAX_TEXT_BYTES) {
            return null;
        }
        byte[] value = bytes.copy(member.valueFrom(), member.valueTo());
        return JsonText.string(value, 0, value.length);
    }

    /**
     * The scan tells of members alone. Between two members of one object there is no closing brace: where there is one, a new
     * object has begun.
     */
    private static final class Finder implements JsonHandler {
        private final ByteSource bytes;
        private final int base;
        private final List<Element> found = new ArrayList<>();
        private List<Member> members = new ArrayList<>(4);
        private String name = "";
        private int nameFrom;

        Finder(ByteSource bytes, int base) {
            this.bytes = bytes;
            this.base = base;
        }

        @Override
        public Want member(int depth, long position, byte[] data, int from, int to) {
            nameFrom = base + (int) position;
            name = JsonText.unescape(data, from, to);
            if (!members.isEmpty() && brace(members.getLast().valueTo(), nameFrom) < nameFrom) {
                closes();
            }
            return Want.SKIP;
        }

        @Override
        public void end(int depth, long from, long to) {
            members.add(new Member(name, nameFrom, base + (int) from, base + (int) to));
        }

        void closes() {
            if (members.isEmpty()) {
                return;
            }
            int open = members.getFirst().from() - 1;
            while (bytes.at(open) != '{') {
                open--;
            }
            found.add(new Element(open, brace(members.getLast().valueTo(), Integer.MAX_VALUE) + 1, members));
            members = new ArrayList<>(4);
        }

        /** The first closing brace; {@code limit} when there is none before it. */
        private int brace(int from, int limit) {
            int at = from;
            while (at < limit && bytes.at(at) != '}') {
                at++;
            }
            return at;
        }
    }
}
