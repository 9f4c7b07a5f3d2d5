package io.ninerouter.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.event.Transitions.Announcement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RouterNewsTest {
    private record Case(String name, Router.@Nullable Status before, Router.Status after, boolean news) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Case> CASES = List.of(
            new Case("another revision", status("a", "True", 2, 2), status("b", "True", 2, 2), true),
            new Case("the same revision", status("a", "True", 2, 2), status("a", "True", 2, 2), false),
            new Case("another revision, and one lags", status("a", "True", 2, 2), status("b", "True", 2, 1), false),
            new Case("it lags no more", status("b", "True", 2, 1), status("b", "True", 2, 2), true),
            new Case("the condition tells already", status("a", "False", 2, 0), status("b", "True", 2, 2), false),
            new Case("the first status", null, status("a", "True", 2, 2), false),
            new Case("no longer served", status("a", "True", 2, 2), status("b", "False", 2, 2), false));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CASES")
    void anotherConfigurationOnAllReplicasIsToldOnce(Case given) {
        assertThat(RouterNews.between(given.before(), given.after()).isPresent())
                .isEqualTo(given.news());
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("CASES")
    void itIsTheEventThatTheConditionGives(Case given) {
        Announcement first = Transitions.between(
                        List.of(), status("a", "True", 2, 2).conditions())
                .getFirst();

        assertThat(RouterNews.between(given.before(), given.after()).orElse(first))
                .isEqualTo(first);
    }

    static Router.Status status(String revision, String programmed, int ready, int serving) {
        Condition condition = new Condition(
                "Programmed",
                programmed,
                1L,
                "1970-01-01T00:00:00Z",
                programmed.equals("True") ? "Programmed" : "Pending",
                "every ready gateway replica serves it");
        return new Router.Status(
                1L, List.of(condition), null, revision, new Router.Replicas(ready, serving), null, null, null);
    }
}
