package io.ninerouter.gateway.frame;

import io.ninerouter.config.BodyEdits.StrictTools;
import io.ninerouter.gateway.frame.BodySplice.Segment;
import io.ninerouter.gateway.frame.RequestFacts.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tools of a chat completion without the word {@code strict}, always or where not all of them say it. Immutable. */
record StrictWords(StrictTools allowed) implements ListEdit {
    private static final String FUNCTION = "function";
    private static final String STRICT = "strict";

    @Override
    public String list() {
        return TOOLS;
    }

    @Override
    public boolean adds() {
        return false;
    }

    @Override
    public String words() {
        return "tools are not strict" + (allowed == StrictTools.NEVER ? "" : " where some are not");
    }

    @Override
    public @Nullable List<Segment> edited(ByteSource bytes, int from, int to, Consumer<EditLoss> losses) {
        List<List<Member>> functions = new ArrayList<>();
        int strict = 0;
        for (Element tool : Element.in(bytes, from, to)) {
            Member function = tool.member(FUNCTION);
            if (function != null) {
                List<Member> members = members(bytes, function);
                functions.add(members);
                strict += members.stream().anyMatch(member -> isStrict(bytes, member)) ? 1 : 0;
            }
        }
        if (allowed == StrictTools.ALL_OR_NONE && (strict == 0 || strict == functions.size())) {
            return null;
        }
        Patches patches = new Patches();
        for (List<Member> members : functions) {
            patches.remove(members, member -> member.name().equals(STRICT));
        }
        if (strict > 0) {
            losses.accept(new EditLoss(TOOLS + '.' + STRICT, false, EditLoss.Fate.LEFT_OUT));
        }
        return patches.over(from, to);
    }

    private static boolean isStrict(ByteSource bytes, Member member) {
        return member.name().equals(STRICT) && bytes.at(member.valueFrom()) == 't';
    }

    /** The members of an object within the body. */
    private static List<Member> members(ByteSource bytes, Member object) {
        int base = object.valueFrom();
        byte[] value = bytes.copy(base, object.valueTo());
        if (value[0] != '{') {
            return List.of();
        }
        return ObjectBytes.members(value).stream()
                .map(member -> new Member(
                        member.name(), base + member.from(), base + member.valueFrom(), base + member.valueTo()))
                .toList();
    }
}
