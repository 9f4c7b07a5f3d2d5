package io.ninerouter.operator.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.SecretText;
import io.ninerouter.operator.apikey.KeySecret.Existing;
import io.ninerouter.operator.apikey.KeySecret.Holder;
import io.ninerouter.operator.apikey.KeySecret.Order;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done about the Secret that an ApiKey names. */
class KeySecretTest {
    private static final SecretText KEY = SecretText.of("sk-1");
    private static final String ENDPOINT = "http://main.ai.svc";
    private static final KeyRecord OURS = KeyRecord.fresh("coder", null, Instant.EPOCH);

    record Case(String what, Existing existing, Order order) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Case> cases() {
        Map<String, SecretText> whole = KeySecret.data(KEY, ENDPOINT);
        Map<String, SecretText> more = new HashMap<>(whole);
        more.put("note", SecretText.of("added by a person"));
        Map<String, SecretText> less = new HashMap<>(whole);
        less.remove("GEMINI_API_KEY");
        Map<String, SecretText> keyless = new HashMap<>(whole);
        keyless.remove(KeySecret.KEY);
        return Stream.of(
                new Case("no Secret", null, new Order.Issue()),
                new Case("as it should be", new Existing("u", OURS, whole), new Order.Keep()),
                new Case("of an earlier release", new Existing("u", KeyRecord.NONE, whole), new Order.Keep()),
                new Case("with more in it", new Existing("u", OURS, more), new Order.Keep()),
                new Case("a variable was removed", new Existing("u", OURS, less), new Order.Restore(KEY)),
                new Case(
                        "the endpoint has changed",
                        new Existing("u", OURS, KeySecret.data(KEY, "http://old")),
                        new Order.Restore(KEY)),
                new Case("the key was removed", new Existing("u", OURS, keyless), new Order.Restore(null)),
                new Case("emptied", new Existing("u", OURS, Map.of()), new Order.Restore(null)),
                new Case("of another ApiKey", new Existing("v", OURS, whole), new Order.Foreign()),
                new Case("of nobody", new Existing(null, KeyRecord.NONE, whole), new Order.Foreign()),
                new Case(
                        "of nobody, issued to another name",
                        new Existing(null, KeyRecord.fresh("other", null, Instant.EPOCH), whole),
                        new Order.Foreign()),
                new Case("out of a backup", new Existing(null, OURS, whole), new Order.Restore(KEY)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void decidesWhatToDo(Case one) {
        assertThat(KeySecret.decide(new Holder("u", "coder"), one.existing(), ENDPOINT))
                .isEqualTo(one.order());
    }
}
