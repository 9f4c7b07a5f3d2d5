package io.ninerouter.operator.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.SecretText;
import io.ninerouter.operator.probe.Answer.Kind;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What answers to a check mean, and what of them is shown. */
class JudgementTest {
    private static final SecretText KEY = SecretText.of("sk-proj-abcdefghijklmnop1234");

    record Case(String what, int status, String body, Kind kind, String message) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Case> answers() {
        return Stream.of(
                new Case("a list", 200, "", Kind.TAKEN, "the provider answered 200"),
                new Case("nothing to say", 204, "", Kind.TAKEN, "the provider answered 204"),
                new Case(
                        "an unknown key, as OpenAI says it",
                        401,
                        "{\"error\":{\"message\":\"Incorrect API key provided: sk-proj-********1234. You can find your API key"
                                + " at the console.\",\"code\":\"invalid_api_key\"}}",
                        Kind.REFUSED,
                        "the provider answered 401: Incorrect API key provided: *** You can find your API key at the"
                                + " console."),
                new Case(
                        "the whole key given back",
                        401,
                        "{\"error\":\"no account for sk-proj-abcdefghijklmnop1234!\"}",
                        Kind.REFUSED,
                        "the provider answered 401: no account for ***"),
                new Case(
                        "the beginning of the key given back",
                        403,
                        "{\"detail\":\"key sk-proj... is not known\"}",
                        Kind.REFUSED,
                        "the provider answered 403: key *** is not known"),
                new Case(
                        "the end of the key given back",
                        401,
                        "{\"message\":\"key ending in p1234 is not known\"}",
                        Kind.REFUSED,
                        "the provider answered 401: key ending in *** is not known"),
                new Case(
                        "another secret in the words",
                        401,
                        "unknown token eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ",
                        Kind.REFUSED,
                        "the provider answered 401: unknown token ***"),
                new Case("refused without a word", 401, "", Kind.REFUSED, "the provider answered 401"),
                new Case("not allowed", 403, "{\"message\":\"no\"}", Kind.REFUSED, "the provider answered 403: no"),
                new Case(
                        "an unknown key, as Google says it",
                        400,
                        "[{\"error\":{\"message\":\"API key not valid. Please pass a valid API key.\"}}]",
                        Kind.REFUSED,
                        "the provider answered 400: API key not valid. Please pass a valid API key."),
                new Case("another bad request", 400, "{}", Kind.UNCLEAR, "the provider answered 400"),
                new Case(
                        "a key that may not read the list",
                        403,
                        "{\"error\":{\"message\":\"You have insufficient permissions. Missing scopes: api.model.read.\"}}",
                        Kind.UNCLEAR,
                        "the provider answered 403: You have insufficient permissions. Missing scopes: api.model.read."),
                new Case(
                        "a firewall's page",
                        403,
                        "<!doctype html><p>Blocked",
                        Kind.UNCLEAR,
                        "the provider answered 403"),
                new Case(
                        "the wrong country",
                        403,
                        "{\"error\":{\"code\":\"unsupported_country_region_territory\",\"message\":\"Not here\"}}",
                        Kind.UNCLEAR,
                        "the provider answered 403: Not here"),
                new Case("no such list", 404, "Not Found", Kind.ABSENT, "the provider answered 404: Not Found"),
                new Case("no such method", 405, "", Kind.ABSENT, "the provider answered 405"),
                new Case("a redirect", 302, "", Kind.UNCLEAR, "the provider answered 302"),
                new Case("unpaid", 402, "", Kind.UNCLEAR, "the provider answered 402"),
                new Case("too many", 429, "", Kind.UNCLEAR, "the provider answered 429"),
                new Case("out of order", 503, "{\"error\":", Kind.UNCLEAR, "the provider answered 503"),
                new Case(
                        "lines and controls",
                        500,
                        "{\"message\":\"a\\n\\u0007b\"}",
                        Kind.UNCLEAR,
                        "the provider answered 500: a b"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void meansAndSays(Case given) {
        Answer answer = Judgement.of(given.status(), given.body(), KEY);

        assertThat(answer).isEqualTo(new Answer(given.kind(), given.status(), given.message()));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(strings = {"x", "sk", "0123456789"})
    void noBodyMakesAMessageLongOrShowsAShortKey(String key) {
        String words = ("word " + key + " ").repeat(200);

        Answer answer = Judgement.of(401, "{\"message\":\"" + words + "\"}", SecretText.of(key));

        assertThat(answer.message()).hasSizeLessThanOrEqualTo(Words.MAX + 40).doesNotContain(" " + key + " ");
    }

    record Compared(String what, int anonymous, Kind kind) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Compared> comparisons() {
        return Stream.of(
                new Compared("refused without a key", 401, Kind.TAKEN),
                new Compared("forbidden without a key", 403, Kind.TAKEN),
                new Compared("sent to a login without a key", 302, Kind.TAKEN),
                new Compared("not found without a key", 404, Kind.TAKEN),
                new Compared("the same without a key", 200, Kind.OPEN),
                new Compared("too many without a key", 429, Kind.UNCLEAR),
                new Compared("out of order without a key", 500, Kind.UNCLEAR));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("comparisons")
    void aYesIsWorthWhatANoWouldBe(Compared given) {
        Answer taken = Judgement.of(200, "", KEY);

        assertThat(Judgement.against(taken, Judgement.of(given.anonymous(), "", KEY))
                        .kind())
                .isEqualTo(given.kind());
        assertThat(Judgement.against(taken, Answer.none("broke")).kind()).isEqualTo(Kind.UNCLEAR);
    }
}
