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
