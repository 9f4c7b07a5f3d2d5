package io.ninerouter.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelGlobsTest {

    @ParameterizedTest
    @CsvSource({
        "gpt-5, gpt-5, true",
        "gpt-5, gpt-5.1, false",
        "gpt-5*, gpt-5, true",
        "gpt-5*, gpt-5.1, true",
        "openai/*, openai/gpt-5, true",
        "*, a/b/c, true",
        "*/gpt-5, x/y/gpt-5, true",
        "gpt-?, gpt-5, true",
        "gpt-?, gpt-, false",
        "gpt-?, gpt-55, false",
        "my-*, My-x, false",
        "*b*b, abb, true",
        "*b*b, ab, false",
        "a.c, abc, false",
        "[a-z], a, false",
        "**, x, true",
        "'', x, false"
    })
    void matches(String pattern, String model, boolean allowed) {
        assertThat(new ModelGlobs(List.of(pattern)).allow(model)).isEqualTo(allowed);
    }

    @Test
    void anEmptyListAllowsEverything() {
        assertThat(ModelGlobs.ALL.allow("anything")).isTrue();
        assertThat(new ModelGlobs(List.of("a", "b")).allow("b")).isTrue();
    }

    @Test
    void matchesRandomTextsAsARegularExpressionWould() {
        Random random = new Random(11);
        for (int i = 0; i < 50_000; i++) {
            String pattern = text(random, "ab*?/", 8);
            String model = text(random, "ab/", 10);
            String expression = pattern.replace("*", ".*").replace('?', '.');
            assertThat(ModelGlobs.matches(pattern, model))
                    .as(pattern + " on " + model)
                    .isEqualTo(Pattern.matches(expression, model));
        }
    }

    @Test
    void isNotSlowOnManyStars() {
        String pattern = "*a".repeat(200);
        assertThat(ModelGlobs.matches(pattern + "b", "a".repeat(5_000))).isFalse();
    }

    private static String text(Random random, String alphabet, int max) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(max); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
