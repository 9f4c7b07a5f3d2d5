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
 * The messages of a chat completion in the form that an endpoint takes: with the roles that it knows, with texts where it knows no
 * lists of them, without members that it refuses. Immutable.
 */
final class MessageForms implements ListEdit {
    private static final String ROLE = "role";
    private static final String CONTENT = "content";
    private static final ByteBuffer QUOTE = EditStep.bytes("\"");
    private static final ByteBuffer LINE_BREAK = EditStep.bytes("\\n");

    private final BodyEdits.Messages forms;
    private final Map<String, ByteBuffer> roles;

    MessageForms(BodyEdits.Messages forms) {
        this.forms = forms;
        Map<String, ByteBuffer> quoted = new HashMap<>();
        forms.roles()
                .forEach((role, instead) ->
                        quoted.put(role, EditStep.bytes(new String(JsonText.quote(instead), StandardCharsets.UTF_8))));
        roles = Map.copyOf(quoted);
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
        forms.roles().forEach((role, instead) -> words.add("call " + role + " " + instead));
        forms.texts().forEach(role -> words.add("join texts of " + role));
        forms.remove().forEach(name -> words.add("remove " + name));
        return String.join(", ", words) + " in messages";
    }

    @Override
    public @Nullable List<Segment> edited(ByteSource bytes, int from, int to, Consumer<EditLoss> losses) {
        Patches patches = new Patches();
        for (Element message : Element.in(bytes, from, to)) {
            String role = message.text(bytes, ROLE);
            Member said = message.member(ROLE);
            if (role == null || said == null) {
                continue;
            }
            ByteBuffer instead = roles.get(role);
            if (instead != null) {
                patches.put(said.valueFrom(), said.valueTo(), instead);
                losses.accept(new EditLoss(MESSAGES + '.' + role, false, EditLoss.Fate.CHANGED));
            }
            if (forms.texts().contains(forms.roles().getOrDefault(role, role))) {
                join(bytes, message, patches);
            }
            patches.remove(message.members(), member -> removed(bytes, member, losses));
        }
        return patches.over(from, to);
    }

    private boolean removed(ByteSource bytes, Member member, Consumer<EditLoss> losses) {
        if (!forms.remove().contains(member.name())) {
            return false;
        }
        PastMembers.tell(bytes, member, losses);
        return true;
    }

    /** Texts stay as they are written: what stands between their quotes goes between two new ones. */
    private static void join(ByteSource bytes, Element message, Patches patches) {
        Member content = message.member(CONTENT);
        if (content == null) {
            return;
        }
        List<Element> parts = Element.in(bytes, content.valueFrom(), content.valueTo());
        if (parts.isEmpty() || !parts.stream().allMatch(part -> isText(bytes, part))) {
            return;
        }
        List<Segment> joined = new ArrayList<>(2 * parts.size() + 1);
        for (Element part : parts) {
            Member text = part.member("text");
            if (text != null) {
                joined.add(new Written(joined.isEmpty() ? QUOTE : LINE_BREAK));
                joined.add(new Kept(text.valueFrom() + 1, text.valueTo() - 1));
            }
        }
        joined.add(new Written(QUOTE));
        patches.put(content.valueFrom(), content.valueTo(), joined);
    }

    private static boolean isText(ByteSource bytes, Element part) {
        Member text = part.member("text");
        return "text".equals(part.text(bytes, "type")) && text != null && bytes.at(text.valueFrom()) == '"';
    }
}
