package io.ninerouter.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Credential;
import io.ninerouter.config.SecretText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What heads of answers tell of windows. */
class QuotaHintsTest {
    /** A whole minute. */
    private static final long NOW = 1_780_000_020_000L;

    private static final long HOUR = 3_600_000;

    private record Case(String name, Map<String, String> headers, List<QuotaWindow> expected) {}

    @TestFactory
    Stream<DynamicTest> heads() {
        return cases().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.name(),
                        () -> assertThat(QuotaHints.of(one.headers()::get, NOW))
                                .containsExactlyInAnyOrderElementsOf(one.expected())));
    }

    private static List<Case> cases() {
        return List.of(
                new Case("nothing", Map.of("content-type", "text/plain"), List.of()),
                new Case(
                        "a Claude subscription",
                        Map.of(
                                "anthropic-ratelimit-unified-status", "allowed",
                                "anthropic-ratelimit-unified-5h-utilization", "0.635",
                                "anthropic-ratelimit-unified-5h-reset", seconds(NOW + 2 * HOUR),
                                "anthropic-ratelimit-unified-7d-utilization", "1",
                                "anthropic-ratelimit-unified-7d-reset", seconds(NOW + 50 * HOUR)),
                        List.of(account("5h", 63, NOW + 2 * HOUR), account("7d", 100, NOW + 50 * HOUR))),
                new Case(
                        "Codex, with lengths",
                        Map.of(
                                "x-codex-primary-used-percent", "12.9",
                                "x-codex-primary-window-minutes", "299",
                                "x-codex-primary-reset-after-seconds", "3599",
                                "x-codex-secondary-used-percent", "96",
                                "x-codex-secondary-window-minutes", "10080",
                                "x-codex-secondary-reset-at", seconds(NOW + 3 * HOUR)),
                        List.of(account("299m", 12, NOW + HOUR), account("7d", 96, NOW + 3 * HOUR))),
                new Case(
                        "Codex, without lengths",
                        Map.of("x-codex-primary-used-percent", "0", "x-codex-secondary-used-percent", "150"),
                        List.of(account("5h", 0, null), account("7d", 100, null))),
                new Case(
                        "Codex, five hours",
                        Map.of("x-codex-primary-used-percent", "1", "x-codex-primary-window-minutes", "300"),
                        List.of(account("5h", 1, null))),
                new Case(
                        "a key at Anthropic",
                        Map.of(
                                "anthropic-ratelimit-requests-limit", "50",
                                "anthropic-ratelimit-requests-remaining", "49",
                                "anthropic-ratelimit-requests-reset",
                                        java.time.Instant.ofEpochMilli(NOW + 30_000)
                                                .toString(),
                                "anthropic-ratelimit-input-tokens-limit", "1000",
                                "anthropic-ratelimit-input-tokens-remaining", "0"),
                        List.of(model("requests", 2, NOW + 30_000), model("input-tokens", 100, null))),
                new Case(
                        "a key at OpenAI",
                        Map.of(
                                "x-ratelimit-limit-tokens", "150000",
                                "x-ratelimit-remaining-tokens", "149984",
                                "x-ratelimit-reset-tokens", "6m0s",
                                "x-ratelimit-limit-requests", "60"),
                        List.of(model("tokens", 0, NOW + 360_000))),
                new Case(
                        "nonsense",
                        Map.of(
                                "anthropic-ratelimit-unified-5h-utilization", "much",
                                "x-codex-primary-used-percent", "-1",
                                "x-codex-secondary-used-percent", "NaN",
                                "x-ratelimit-limit-requests", "0",
                                "x-ratelimit-remaining-requests", "0"),
                        List.of()));
    }

    @Test
    void namesThatMayTellAreKnown() {
        assertThat(Stream.of(
                        "x-ratelimit-limit-requests",
                        "x-codex-primary-used-percent",
                        "anthropic-ratelimit-unified-5h-reset"))
                .allMatch(QuotaHints::mayTell);
        assertThat(Stream.of("", "x-request-id", "age", "content-type", "anthropic-organization-id"))
                .noneMatch(QuotaHints::mayTell);
    }

    @Test
    void anAccountIsBehindWhileAWindowOfItsIsNearlySpent() {
        HealthBoard board = new HealthBoard();
        assertThat(board.nearlySpent("a", NOW)).isFalse();

        board.windows("a", null, List.of(account("5h", 94, NOW + HOUR)), NOW);
        assertThat(board.nearlySpent("a", NOW)).isFalse();

        board.windows("a", null, List.of(account("5h", 95, NOW + HOUR)), NOW);
        assertThat(board.nearlySpent("a", NOW)).isTrue();
        assertThat(board.nearlySpent("a", NOW + HOUR)).as("reset").isFalse();

        board.windows("a", null, List.of(account("7d", 99, null)), NOW);
        board.windows("a", null, List.of(account("5h", 3, NOW + 5 * HOUR)), NOW);
        assertThat(board.nearlySpent("a", NOW)).as("the other window").isTrue();
        assertThat(board.nearlySpent("a", NOW + HOUR)).as("no end was said").isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "another account,      tok-1, one, tok-2, two, false",
        "a renewed token,      tok-1, one, tok-2, one, true",
        "nothing told of both, tok-1,    , tok-2,    , true",
        "nothing told of one,  tok-1, one, tok-2,    , true",
        "another key,          key-1,    , key-2,    , false",
        "the same key,         key-1,    , key-1,    , true"
    })
    void windowsAreForgottenWhenAConnectionShowsAnotherAccount(
            String name, String before, String accountBefore, String after, String accountAfter, boolean stays) {
        HealthBoard board = new HealthBoard();
        board.windows("a", credential(before, accountBefore), List.of(account("5h", 99, NOW + 5 * HOUR)), NOW);

        board.shown(_ -> null);
        assertThat(board.nearlySpent("a", NOW)).as("no word of a credential").isTrue();
        board.shown(_ -> credential(after, accountAfter));

        assertThat(board.nearlySpent("a", NOW)).isEqualTo(stays);
        assertThat(board.quotas("a", NOW)).hasSize(stays ? 1 : 0);
    }

    @Test
    void anAnswerToAnAccountThatIsNotShownAnyMoreTeachesNothing() {
        HealthBoard board = new HealthBoard();
        Credential before = credential("token-1", "acct-1");
        board.windows("a", before, List.of(account("5h", 10, NOW + 5 * HOUR)), NOW);
        board.shown(_ -> credential("token-2", "acct-2"));

        board.windows("a", before, List.of(account("5h", 99, NOW + 5 * HOUR)), NOW);

        assertThat(board.nearlySpent("a", NOW)).isFalse();
        assertThat(board.quotas("a", NOW)).isEmpty();
    }

    private static Credential credential(String secret, @Nullable String account) {
        return new Credential(
                secret.startsWith("key") ? Credential.Kind.API_KEY : Credential.Kind.ACCESS_TOKEN,
                SecretText.of(secret),
                null,
                account == null ? Map.of() : Map.of(Credential.ACCOUNT_ID, account));
    }

    @Test
    void whatCountsForOneModelOrEndsSoonKeepsNobodyBack() {
        HealthBoard board = new HealthBoard();
        board.windows("a", null, List.of(model("tokens", 100, NOW + HOUR)), NOW);
        assertThat(board.nearlySpent("a", NOW)).isFalse();
    }

    @Test
    void toldIsWhatHasNotEndedAndDoesNotChangeAllTheTime() {
        HealthBoard board = new HealthBoard();
        QuotaWindow week = account("7d", 40, NOW + 50 * HOUR);
        QuotaWindow day = model("requests", 10, NOW + 20 * HOUR);
        board.windows("a", null, List.of(week, day, model("tokens", 80, NOW + 20_000), account("5h", 1, null)), NOW);

        assertThat(board.quotas("a", NOW)).containsExactly(week, day);
        assertThat(board.quotas("a", NOW + 30 * HOUR)).containsExactly(week);
        assertThat(board.quotas("b", NOW)).isEmpty();
    }

    @Test
    void aProviderThatMakesUpWindowsIsNotFollowedForEver() {
        HealthBoard board = new HealthBoard();
        for (int i = 0; i < 1_000; i++) {
            board.windows("a", null, List.of(account(i + "m", 1, NOW + HOUR)), NOW);
        }
        assertThat(board.quotas("a", NOW)).hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void theSameMomentStaysTheSameWhileSecondsPass() {
        Map<String, String> headers = new TreeMap<>(Map.of("x-codex-primary-used-percent", "10"));
        headers.put("x-codex-primary-reset-after-seconds", "7200");
        Long first = QuotaHints.of(headers::get, NOW).getFirst().resetsAtMillis();
        headers.put("x-codex-primary-reset-after-seconds", "7190");
        assertThat(QuotaHints.of(headers::get, NOW + 10_900).getFirst().resetsAtMillis())
                .isEqualTo(first);
    }

    private static QuotaWindow account(String window, int used, Long resetsAt) {
        return new QuotaWindow(window, used, resetsAt, NOW, true);
    }

    private static QuotaWindow model(String window, int used, Long resetsAt) {
        return new QuotaWindow(window, used, resetsAt, NOW, false);
    }

    private static String seconds(long millis) {
        return Long.toString(millis / 1_000);
    }
}
