package io.ninerouter.gateway.frame;

import io.ninerouter.config.BodyEdits;
import io.ninerouter.gateway.frame.BodySplice.Kept;
import io.ninerouter.gateway.frame.BodySplice.Segment;
import io.ninerouter.gateway.frame.BodySplice.Written;
import io.ninerouter.gateway.frame.RequestFacts.Member;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a chat completion in which the assistant lacks a member: they get it, as a blank. One that is {@code null} or
 * empty says as little as none and is filled too. Immutable.
 */
final class PastTurns implements ListEdit {
    private static final String BLANK = "\" \"";

    private final BodyEdits.Placeholder placeholder;
    private final ByteBuffer member;
    private final ByteBuffer blank;

    PastTurns(BodyEdits.Placeholder placeholder) {
        this.placeholder = placeholder;
        String name = new String(JsonText.quote(placeholder.field()), StandardCharsets.UTF_8);
        member = EditStep.bytes("," + name + ":" + BLANK);
        blank = EditStep.bytes(BLANK);
    }

    @Override
    public String list() {
        return MESSAGES;
    }

    @Override
    public boolean adds() {
        return true;
    }

    @Override
    public String words() {
        return "fill " + placeholder.field() + " of past messages of the assistant";
    }

    @Override
    public @Nullable List<Segment> edited(ByteSource bytes, int from, int to, Consumer<EditLoss> losses) {
        List<Segment> out = new ArrayList<>();
        int at = from;
        for (Element message : Element.in(bytes, from, to)) {
            if (!concerns(bytes, message)) {
                continue;
            }
            Member there = message.member(placeholder.field());
            if (there == null) {
                int end = message.members().getLast().valueTo();
                out.add(new Kept(at, end));
                out.add(new Written(member));
                at = end;
            } else if (saysNothing(bytes, there)) {
                out.add(new Kept(at, there.valueFrom()));
                out.add(new Written(blank));
                at = there.valueTo();
            }
        }
        if (out.isEmpty()) {
            return null;
        }
        out.add(new Kept(at, to));
        return out;
    }

    private boolean concerns(ByteSource bytes, Element message) {
        return "assistant".equals(message.text(bytes, "role"))
                && (!placeholder.withToolCallsOnly() || calls(bytes, message));
    }

    private static boolean calls(ByteSource bytes, Element message) {
        Member calls = message.member("tool_calls");
        if (calls == null || bytes.at(calls.valueFrom()) != '[') {
            return false;
        }
        int at = calls.valueFrom() + 1;
        while (bytes.at(at) <= ' ') {
            at++;
        }
        return bytes.at(at) != ']';
    }

    private static boolean saysNothing(ByteSource bytes, Member member) {
        byte first = bytes.at(member.valueFrom());
        return first == 'n' || (first == '"' && member.valueTo() - member.valueFrom() == 2);
    }
}
