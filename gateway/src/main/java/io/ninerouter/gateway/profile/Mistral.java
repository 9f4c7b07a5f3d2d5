package io.ninerouter.gateway.profile;

import io.ninerouter.gateway.frame.BodySplice.Kept;
import io.ninerouter.gateway.frame.BodySplice.Segment;
import io.ninerouter.gateway.frame.BodySplice.Written;
import io.ninerouter.gateway.frame.ByteSource;
import io.ninerouter.gateway.frame.EditPlan;
import io.ninerouter.gateway.frame.Element;
import io.ninerouter.gateway.frame.RequestFacts.Member;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Mistral takes ids of tool calls of nine letters and digits alone ("Tool call id was … but must be a-z, A-Z, 0-9, with a length of
 * 9", code 3280), an answer of the assistant between the result of a tool and whatever is no result ("Unexpected role 'user' after
 * role 'tool'", 3230), and as the last message one of the assistant only if it says that it is to be continued. So a conversation
 * that began at another provider, or that an agent adds words to, would be refused. The same id becomes the same word each time:
 * calls and results stay together, and prompt caches live.
 */
final class Mistral {
    private static final int ID_LENGTH = 9;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String BETWEEN = "{\"role\":\"assistant\",\"content\":\"Noted.\"},";

    private final ByteSource bytes;
    private final List<Segment> out = new ArrayList<>();
    private int at;

    private Mistral(ByteSource bytes, int from) {
        this.bytes = bytes;
        at = from;
    }

    static Touches touches(Occasion occasion) {
        EditPlan edits = new EditPlan.Builder()
                .write("messages", messages(occasion.body()))
                .plan();
        return new Touches(edits, Map.of(), Map.of());
    }

    /** The messages; null when they can stay as they are. */
    private static @Nullable List<Segment> messages(Occasion.Body body) {
        Member messages = body.facts().member("messages");
        if (messages == null) {
            return null;
        }
        Mistral mistral = new Mistral(body.bytes(), messages.valueFrom());
        mistral.walk(Element.in(body.bytes(), messages.valueFrom(), messages.valueTo()));
        if (mistral.out.isEmpty()) {
            return null;
        }
        mistral.out.add(new Kept(mistral.at, messages.valueTo()));
        return mistral.out;
    }

    private void walk(List<Element> messages) {
        boolean afterResult = false;
        for (Element message : messages) {
            String role = String.valueOf(message.text(bytes, "role"));
            boolean result = role.equals("tool");
            boolean assistant = role.equals("assistant");
            if (afterResult && !result && !assistant) {
                write(message.from(), message.from(), BETWEEN);
            }
            if (result) {
                shorten(message, "tool_call_id");
            } else if (assistant) {
                Turns.parts(bytes, message, "tool_calls").forEach(call -> shorten(call, "id"));
            }
            afterResult = result;
        }
        if (!messages.isEmpty()) {
            continued(messages.getLast());
        }
    }

    private void shorten(Element element, String name) {
        Member member = element.member(name);
        String id = element.text(bytes, name);
        if (member != null && id != null && !fits(id)) {
            write(member.valueFrom(), member.valueTo(), '"' + shortened(id) + '"');
        }
    }

    /** Words that the caller puts into the assistant's mouth. */
    private void continued(Element last) {
        boolean words = "assistant".equals(last.text(bytes, "role"))
                && Turns.parts(bytes, last, "tool_calls").isEmpty();
        if (words && last.member("prefix") == null) {
            int end = last.members().getLast().valueTo();
            write(end, end, ",\"prefix\":true");
        }
    }

    private void write(int from, int to, String instead) {
        out.add(new Kept(at, from));
        out.add(new Written(
                ByteBuffer.wrap(instead.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer()));
        at = to;
    }

    private static boolean fits(String id) {
        return id.length() == ID_LENGTH && id.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    }

    private static String shortened(String id) {
        byte[] digest = sha256(id);
        StringBuilder word = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            word.append(ALPHABET.charAt((digest[i] & 0xff) % ALPHABET.length()));
        }
        return word.toString();
    }

    private static byte[] sha256(String id) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: none (expected: every JDK has it)", e);
        }
    }
}
