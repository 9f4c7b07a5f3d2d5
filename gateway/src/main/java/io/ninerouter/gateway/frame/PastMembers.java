package io.ninerouter.gateway.frame;

import io.ninerouter.config.BodyEdits;
import io.ninerouter.gateway.frame.BodySplice.Kept;
import io.ninerouter.gateway.frame.BodySplice.Segment;
import io.ninerouter.gateway.frame.BodySplice.Written;
import io.ninerouter.gateway.frame.RequestFacts.Member;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a chat completion without what an endpoint refuses in those of the assistant, or with it by the name that the
 * endpoint knows. Immutable.
 */
final class PastMembers implements ListEdit {
    /** Two quotes, brackets or braces. */
    private static final int EMPTY = 2;

    private static final ByteBuffer COMMA = EditStep.bytes(",");

    private final BodyEdits.History history;
    private final Map<String, ByteBuffer> renamed;

    PastMembers(BodyEdits.History history) {
        this.history = history;
        Map<String, ByteBuffer> names = new HashMap<>();
        history.rename()
                .forEach((from, to) ->
                        names.put(from, EditStep.bytes(new String(JsonText.quote(to), StandardCharsets.UTF_8) + ":")));
        renamed = Map.copyOf(names);
    }

    @Override
    public String list() {
        return MESSAGES;
    }

    @Override
    public boolean adds() {
        return false;
    }

    @Override
    public String words() {
        List<String> words = new ArrayList<>();
        history.remove().forEach(name -> words.add("remove " + name));
        history.rename().forEach((from, to) -> words.add("rename " + from + " to " + to));
        return String.join(", ", words) + " of past messages of the assistant";
    }

    @Override
    public @Nullable List<Segment> edited(ByteSource bytes, int from, int to, Consumer<EditLoss> losses) {
        List<Segment> out = new ArrayList<>();
        int at = from;
        for (Element message : Element.in(bytes, from, to)) {
            List<Member> members = message.members();
            if (!"assistant".equals(message.text(bytes, "role"))
                    || members.stream().noneMatch(this::concerns)) {
                continue;
            }
            out.add(new Kept(at, members.getFirst().from()));
            write(message, out);
            members.stream()
                    .filter(member -> history.remove().contains(member.name()))
                    .forEach(member -> tell(bytes, member, losses));
            at = members.getLast().valueTo();
        }
        if (out.isEmpty()) {
            return null;
        }
        out.add(new Kept(at, to));
        return out;
    }

    /** Tells of a member that is left out, if it said something. */
    static void tell(ByteSource bytes, Member member, Consumer<EditLoss> losses) {
        byte first = bytes.at(member.valueFrom());
        boolean empty =
                (first == '"' || first == '[' || first == '{') && member.valueTo() - member.valueFrom() == EMPTY;
        if (first != 'n' && !empty) {
            losses.accept(new EditLoss(MESSAGES + '.' + member.name(), first == 'f', EditLoss.Fate.LEFT_OUT));
        }
    }

    private boolean concerns(Member member) {
        return history.remove().contains(member.name()) || history.rename().containsKey(member.name());
    }

    /** The members that stay, one behind the other; those next to each other as one piece. */
    private void write(Element message, List<Segment> out) {
        int from = -1;
        int to = -1;
        int begun = out.size();
        for (Member member : message.members()) {
            ByteBuffer name = renamed.get(member.name());
            boolean stays = name == null && !history.remove().contains(member.name());
            if (stays && from >= 0) {
                to = member.valueTo();
                continue;
            }
            keep(from, to, begun, out);
            from = stays ? member.from() : -1;
            to = member.valueTo();
            String other = history.rename().getOrDefault(member.name(), member.name());
            if (name != null && isFree(message, other)) {
                separate(begun, out);
                out.add(new Written(name));
                out.add(new Kept(member.valueFrom(), member.valueTo()));
            }
        }
        keep(from, to, begun, out);
    }

    private boolean isFree(Element message, String name) {
        return message.member(name) == null || history.remove().contains(name) || renamed.containsKey(name);
    }

    private static void keep(int from, int to, int begun, List<Segment> out) {
        if (from >= 0) {
            separate(begun, out);
            out.add(new Kept(from, to));
        }
    }

    private static void separate(int begun, List<Segment> out) {
        if (out.size() > begun) {
            out.add(new Written(COMMA));
        }
    }
}
