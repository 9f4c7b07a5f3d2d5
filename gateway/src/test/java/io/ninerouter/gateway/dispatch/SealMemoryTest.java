package io.ninerouter.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.chat.HiddenSeals;
import io.ninerouter.gateway.dispatch.SealMemory.Place;
import io.ninerouter.gateway.dispatch.SealMemory.Verdict;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SealMemoryTest {
    @Test
    void knowsNothingOfAConversationThatNobodyToldItOf() {
        SealMemory memory = new SealMemory();
        assertThat(memory.isEmpty()).isTrue();
        memory.learn(place("a"), new Verdict(Set.of(1L), Set.of()));
        assertThat(memory.isEmpty()).isFalse();
        assertThat(memory.of(place("b"))).isEqualTo(Verdict.NONE);
    }

    @Test
    void neverTakesForAStrangersWhatWasOnceTaken() {
        Verdict verdict = Verdict.NONE.with(Set.of(1L, 2L), Set.of()).with(Set.of(3L), Set.of(2L));
        assertThat(verdict).isEqualTo(new Verdict(Set.of(1L, 3L), Set.of(2L)));
        assertThat(verdict.with(Set.of(2L), Set.of())).isEqualTo(verdict);
    }

    @Test
    void forgetsWhatWasNotAskedAboutForLongest() {
        SealMemory memory = new SealMemory(8);
        memory.learn(place("a"), new Verdict(Set.of(1L), Set.of(2L)));
        memory.learn(place("b"), new Verdict(Set.of(3L), Set.of()));
        assertThat(memory.of(place("a"))).isNotEqualTo(Verdict.NONE);
        memory.learn(place("c"), new Verdict(Set.of(4L, 5L, 6L), Set.of()));
        assertThat(memory.of(place("b"))).isEqualTo(Verdict.NONE);
        assertThat(memory.of(place("a"))).isNotEqualTo(Verdict.NONE);
        assertThat(memory.of(place("c"))).isNotEqualTo(Verdict.NONE);
    }

    @Test
    void keepsWithinItsBoundWhateverItIsTold() {
        SealMemory memory = new SealMemory(3);
        memory.learn(place("a"), new Verdict(Set.of(1L, 2L, 3L), Set.of()));
        assertThat(memory.of(place("a"))).isEqualTo(Verdict.NONE);
        memory.learn(place("a"), new Verdict(Set.of(1L), Set.of()));
        memory.learn(place("a"), new Verdict(Set.of(1L), Set.of(2L)));
        assertThat(memory.of(place("a"))).isEqualTo(new Verdict(Set.of(1L), Set.of(2L)));
    }

    @Test
    void knowsWhichAccountGaveWhatOfLate() {
        SealMemory memory = new SealMemory();
        assertThat(memory.givenBy("a", () -> {
                    throw new AssertionError("nothing was given");
                }))
                .isEmpty();
        memory.gave("a", Set.of(HiddenSeals.digest("one"), HiddenSeals.digest("two")));
        memory.gave("b", Set.of(HiddenSeals.digest("three")));

        assertThat(memory.givenBy("a", () -> List.of("one", "three", "four")))
                .containsExactly(HiddenSeals.digest("one"));
        assertThat(memory.givenBy("b", () -> List.of("one", "three"))).containsExactly(HiddenSeals.digest("three"));

        for (int i = 0; i < 20_000; i++) {
            memory.gave("b", Set.of(HiddenSeals.digest("b" + i)));
        }
        assertThat(memory.givenBy("a", () -> List.of("one", "two"))).isEmpty();
        assertThat(memory.givenBy("b", () -> List.of("b19999"))).hasSize(1);
    }

    private static Place place(String conversation) {
        return new Place(conversation, "c", "m");
    }
}
