package io.ninerouter.gateway.dispatch;

import io.ninerouter.gateway.chat.HiddenSeals;
import io.ninerouter.gateway.dispatch.SealMemory.Place;
import io.ninerouter.gateway.dispatch.SealMemory.Verdict;
import io.ninerouter.gateway.routing.Target;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which seals of one call's history each target is shown. Whose they are the history does not say: they come back as they went
 * out. So the words of a provider count that has refused one, in this call or in an earlier turn; of what stood in it, an
 * account is still shown what this replica has seen it give. Used on the call's event loop alone.
 */
final class SealKnowledge {
    private final Call call;
    private final SealMemory memory;
    private final Map<String, Set<Long>> own = new HashMap<>();
    private @Nullable String conversation;
    private @Nullable Place refuser;
    /** Whether an account has refused what it was seen to give. */
    private boolean mistaken;

    SealKnowledge(Call call, SealMemory memory) {
        this.call = call;
        this.memory = memory;
    }

    /** Whether an account has said in this call that it cannot open what there is. */
    boolean refused() {
        return refuser != null;
    }

    /**
     * An account cannot open what the history holds; true when it may be asked once more: none has said so yet, or it was
     * shown what it was seen to give.
     *
     * @param seals texts of all seals that the history has for it
     */
    boolean cannotOpen(Target target, Supplier<Collection<String>> seals) {
        Place place = place(target);
        boolean first = refuser == null;
        boolean shownItsOwn =
                place.equals(refuser) && !mistaken && !own(target, seals).isEmpty();
        refuser = place;
        mistaken |= shownItsOwn;
        return first || shownItsOwn;
    }

    /**
     * What a target is not shown. Another that is asked after a refusal is shown no more than the one who refused.
     *
     * @param seals texts of all seals that the history has for it; asked for only after a refusal
     */
    HiddenSeals hidden(Target target, Supplier<Collection<String>> seals) {
        if (refuser != null) {
            return strange(target, seals);
        }
        return memory.isEmpty()
                ? HiddenSeals.NONE
                : new HiddenSeals(false, memory.of(place(target)).refused());
    }

    /** What a target is not shown to whom the history is a stranger's: all but what it has taken, or was seen to give. */
    HiddenSeals strange(Target target, Supplier<Collection<String>> seals) {
        Set<Long> shown = new HashSet<>(mistaken ? Set.of() : own(target, seals));
        if (!memory.isEmpty()) {
            shown.addAll(memory.of(place(target)).taken());
        }
        return shown.isEmpty() ? HiddenSeals.ALL : new HiddenSeals(true, shown);
    }

    private Set<Long> own(Target target, Supplier<Collection<String>> seals) {
        String connection = target.connection().name();
        Set<Long> known = own.get(connection);
        if (known == null) {
            known = memory.givenBy(connection, seals);
            own.put(connection, known);
        }
        return known;
    }

    /** A target has given seals. */
    void gave(Target target, Set<Long> digests) {
        memory.gave(target.connection().name(), digests);
    }

    /**
     * A target has answered, as far as it matters to later turns of the conversation.
     *
     * @param seals texts of all seals that the history has for it; asked for only where something is to be learnt
     */
    void answered(Target target, Supplier<Collection<String>> seals) {
        if (refuser == null && memory.isEmpty()) {
            return;
        }
        Place place = place(target);
        Verdict known = memory.of(place);
        boolean refusedHere = place.equals(refuser);
        if (!refusedHere && known.equals(Verdict.NONE)) {
            return;
        }
        HiddenSeals hidden = hidden(target, seals);
        Set<Long> refused = new HashSet<>();
        Set<Long> taken = new HashSet<>();
        for (String seal : seals.get()) {
            (hidden.hides(seal) ? refused : taken).add(HiddenSeals.digest(seal));
        }
        Verdict learnt = refusedHere ? known.with(refused, taken) : known.with(Set.of(), taken);
        if (!learnt.equals(known)) {
            memory.learn(place, learnt);
        }
    }

    private Place place(Target target) {
        String name = conversation;
        if (name == null) {
            name = Placeholders.conversation(call);
            conversation = name;
        }
        return new Place(name, target.connection().name(), target.model());
    }
}
