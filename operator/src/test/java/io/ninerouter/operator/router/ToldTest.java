package io.ninerouter.operator.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.compile.World;
import io.ninerouter.operator.status.ConditionFold;
import io.ninerouter.operator.status.Fleet;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToldTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ObjectRef REF = new ObjectRef(Kind.COMBO, World.NAMESPACE, "c");

    private static final ObjectRef ROUTER = new ObjectRef(Kind.ROUTER, World.NAMESPACE, "main");

    private final Told told = new Told();

    @Test
    void theSameGroundsAreToldOnce() {
        told.begin(Set.of(REF), NOW);

        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isTrue();
        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isFalse();
        assertThat(told.isNews(REF, grounds("openai/o3"))).isTrue();
    }

    @Test
    void whatWasNotWrittenIsToldAgain() {
        told.begin(Set.of(REF), NOW);
        told.isNews(REF, grounds("openai/gpt-5"));

        told.forget(REF);

        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isTrue();
    }

    @Test
    void everythingIsLookedAtOnceAMinute() {
        told.begin(Set.of(REF), NOW);
        told.isNews(REF, grounds("openai/gpt-5"));

        told.begin(Set.of(REF), NOW.plusSeconds(60));
        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isFalse();

        told.begin(Set.of(REF), NOW.plusSeconds(61));
        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isTrue();
    }

    @Test
    void anObjectThatComesBackIsNews() {
        told.begin(Set.of(ROUTER, REF), NOW);
        told.isNews(REF, grounds("openai/gpt-5"));

        told.begin(Set.of(ROUTER), NOW.plusSeconds(1));
        told.begin(Set.of(ROUTER, REF), NOW.plusSeconds(2));

        assertThat(told.isNews(REF, grounds("openai/gpt-5"))).isTrue();
    }

    private static Told.Grounds grounds(String model) {
        Verdict verdict = World.with("openai").combo("c", model).verdict(Kind.COMBO, "c");
        return new Told.Grounds(
                verdict,
                ConditionFold.programmed(verdict, null, Fleet.NONE),
                null,
                AttachedKind.Facts.of(verdict.detail()),
                null);
    }
}
