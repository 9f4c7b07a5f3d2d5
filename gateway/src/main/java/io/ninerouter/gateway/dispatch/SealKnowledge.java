package io.ninerouter.gateway.dispatch;

import io.ninerouter.gateway.chat.HiddenSeals;
import io.ninerouter.gateway.dispatch.SealMemory.Place;
import io.ninerouter.gateway.dispatch.SealMemory.Verdict;
import io.ninerouter.gateway.routing.Target;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which seals of one call's history each target is shown. Whose they are nobody knows: they come back as they went out. So
 * the words of a provider count that has refused one, in this call or in an earlier turn. Used on the call's event loop
 * alone.
 */
final class SealKnowledge {
    private final Call call;
    private final SealMemory memory;
    private @Nullable String conversation;
    private @Nullable Place refuser;

    SealKnowledge(Call call, SealMemory memory) {
        this.call = call;
        this.memory = memory;
    }

    /** Whether an account has said in this call that it cannot open what there is. */
    boolean refused() {
        return refuser != null;
    }

    /** An account cannot open what the history holds; true when none has said so yet. */
    boolean cannotOpen(Target target) {
        boolean first = refuser == null;
        refuser = place(target);
        return first;
    }

    /** What a target is not shown. Another that is asked after a refusal is shown no more than the one who refused. */
    HiddenSeals hidden(Target target) {
        if (refuser != null) {
            return strange(target);
        }
        return memory.isEmpty()
                ? HiddenSeals.NONE
                : new HiddenSeals(false, memory.of(place(target)).refused());
    }

    /** What a target is not shown to whom the history is a stranger's: all but what it has taken. */
    HiddenSeals strange(Target target) {
        return memory.isEmpty()
                ? HiddenSeals.ALL
                : new HiddenSeals(true, memory.of(place(target)).taken());
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
        HiddenSeals hidden = hidden(target);
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
