package io.ninerouter.operator.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class HeardTest {
    /** What came back from a write, after an event had told of uid 1, generation 2, wishes a and b. */
    private record Case(String name, UnaryOperator<ObjectMetaBuilder> edit, boolean news) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Case> CASES = List.of(
            new Case("nothing but another version", meta -> meta.withResourceVersion("9"), false),
            new Case("a label", meta -> meta.withLabels(Map.of("team", "a")), false),
            new Case("another spec", meta -> meta.withGeneration(3L), true),
            new Case("another object", meta -> meta.withUid("2"), true),
            new Case("an object that is to go", meta -> meta.withDeletionTimestamp("2026-11-30T00:00:00Z"), true),
            new Case("another key is wanted", meta -> meta.addToAnnotations("ninerouter.io/rotate", "c"), true),
            new Case("another login is wanted", meta -> meta.addToAnnotations("ninerouter.io/login", "c"), true),
            new Case("a wish taken back", meta -> meta.removeFromAnnotations("ninerouter.io/login"), true),
            new Case("another name", meta -> meta.withName("other"), true),
            new Case("an annotation of others", meta -> meta.addToAnnotations("a", "b"), false));

    private final Heard heard = new Heard();

    @ParameterizedTest(name = "{0}")
    @FieldSource("CASES")
    void newsIsWhatIsWantedAndNoEventHasTold(Case given) {
        heard.hear(object(told()), true);

        assertThat(heard.isNews(object(given.edit().apply(told())))).isEqualTo(given.news());
    }

    @Test
    void whatIsGoneIsForgotten() {
        heard.hear(object(told()), true);
        heard.hear(object(told()), false);

        assertThat(heard.isNews(object(told()))).isTrue();
    }

    /** What an event tells of an object of that name, after another had told of uid 1. */
    private record Name(String name, UnaryOperator<ObjectMetaBuilder> edit, boolean goneBetween, boolean anew) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Name> NAMES = List.of(
            new Name("the same object", meta -> meta, false, false),
            new Name("the same, edited", meta -> meta.withGeneration(3L), false, false),
            new Name("another, of the same spec", meta -> meta.withUid("2"), false, true),
            new Name("another, after an event that the first is gone", meta -> meta.withUid("2"), true, true),
            new Name("one of another name", meta -> meta.withName("other"), false, true));

    @ParameterizedTest(name = "{0}")
    @FieldSource("NAMES")
    void anotherObjectOfTheNameIsKnownAsSuch(Name given) {
        assertThat(heard.hear(object(told()), true)).as("the first").isTrue();
        if (given.goneBetween()) {
            assertThat(heard.hear(object(told()), false)).as("it is gone").isFalse();
        }

        assertThat(heard.hear(object(given.edit().apply(told())), true)).isEqualTo(given.anew());
    }

    private static ObjectMetaBuilder told() {
        return new ObjectMetaBuilder()
                .withNamespace("default")
                .withName("one")
                .withUid("1")
                .withResourceVersion("5")
                .withGeneration(2L)
                .withAnnotations(Map.of("ninerouter.io/rotate", "a", "ninerouter.io/login", "b"));
    }

    private static HasMetadata object(ObjectMetaBuilder meta) {
        ObjectMeta built = meta.build();
        return new ConfigMapBuilder().withMetadata(built).build();
    }
}
