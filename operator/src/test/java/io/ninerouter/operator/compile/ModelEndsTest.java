package io.ninerouter.operator.compile;

import static io.ninerouter.operator.compile.ObjectRef.Kind.ALIAS;
import static io.ninerouter.operator.compile.ObjectRef.Kind.COMBO;
import static io.ninerouter.operator.compile.ObjectRef.Kind.CONNECTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.ModelConfig;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which objects are told of the end of a model, and since when. */
class ModelEndsTest {
    private static final String KEY = "auth: {apiKey: {secretRef: {name: openai}}}";

    /** An account whose provider tells the end of two models. */
    private static World world() {
        return World.with("openai", "groq")
                .lists("openai", model("early", "2026-12-20"), model("late", "2027-01-31"), model("stays", null))
                .lists("groq", model("odd", "2026-13-45"));
    }

    private record Case(String what, World world, Kind kind, String name, String... ends) {
        @Override
        public String toString() {
            return kind.word() + ": " + what;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("of models that stay", world().combo("c", "openai/stays"), COMBO, "c"),
                new Case(
                        "the soonest first, each once",
                        world().combo("c", "openai/late", "openai/stays", "openai/early", "openai/late"),
                        COMBO,
                        "c",
                        "openai/early 2026-12-20",
                        "openai/late 2027-01-31"),
                new Case("by its bare name", world().alias("a", "early"), ALIAS, "a", "early 2026-12-20"),
                new Case(
                        "what it names itself, not what that names",
                        world().alias("a", "openai/early").combo("c", "a"),
                        COMBO,
                        "c"),
                new Case(
                        "a name that is an alias leads to no model of that name",
                        world().alias("early", "openai/stays").combo("c", "early"),
                        COMBO,
                        "c"),
                new Case("a day that is none", world().alias("a", "groq/odd"), ALIAS, "a"),
                new Case(
                        "which models it allows",
                        world().connection("few", "{provider: openai, models: [stays, early], " + KEY + "}"),
                        CONNECTION,
                        "few",
                        "early 2026-12-20"),
                new Case("that allows all names none", world(), CONNECTION, "openai"),
                new Case(
                        "that is switched off",
                        world().connection("few", "{provider: openai, active: false, models: [early], " + KEY + "}"),
                        CONNECTION,
                        "few"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void endsAreKnownOfWhatNamesTheModel(Case given) {
        ObjectRef ref = new ObjectRef(given.kind(), World.NAMESPACE, given.name());
        List<ModelEnd> ends = given.world().compile().ends().getOrDefault(ref, List.of());

        assertThat(ends).extracting(end -> end.model() + " " + end.day()).containsExactly(given.ends());
    }

    @Test
    void whatWasCompiledBeforeHidesNoEnd() {
        World world = world().alias("a", "openai/stays");
        Compiled before = world.compile(LastValid.NONE, null);
        world.edit(ALIAS, "a", "{target: openai/early}");
        Compiled edited = world.compile(LastValid.NONE, before);
        assertThat(edited.compilation().ends())
                .isNotEmpty()
                .isEqualTo(world.compile().ends());

        world.lists("openai", model("early", "2027-02-01"));
        assertThat(world.compile(LastValid.NONE, edited).compilation().ends())
                .isEqualTo(world.compile().ends())
                .isNotEqualTo(edited.compilation().ends());
    }

    @Test
    void anEndIsNearFromThirtyDaysBeforeIt() {
        ModelEnd end = new ModelEnd("m", LocalDate.parse("2026-12-31"));
        Instant notice = Instant.parse("2026-12-01T00:00:00Z");

        assertThat(end.noticeFrom()).isEqualTo(notice);
        assertThat(end.isNear(notice.minusMillis(1))).isFalse();
        assertThat(end.isNear(notice)).isTrue();
        assertThat(end.isNear(notice.plusSeconds(40 * 86_400)))
                .as("and stays so")
                .isTrue();
    }

    private static ModelConfig model(String id, @Nullable String retires) {
        return new ModelConfig(id, 1_000L, null, List.of(), null, null, null, retires);
    }
}
