package io.ninerouter.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.operator.credential.Standing;
import io.ninerouter.operator.probe.Answer;
import io.ninerouter.operator.probe.Answer.Kind;
import io.ninerouter.operator.probe.Probed;
import io.ninerouter.operator.status.Assessment.Truth;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What counts when traffic and checks say different things: the newest yes or no. */
class CredentialCheckTest {
    private static final Instant EARLY = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant LATE = EARLY.plusSeconds(60);
    private static final Answer DOWN = new Answer(Kind.UNCLEAR, 503, "the provider answered 503");

    record Case(String what, Instant success, Instant refused, Probed probed, Truth truth, Reason reason, String says) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Case> cases() {
        Answer absent = new Answer(Kind.ABSENT, 404, "the provider answered 404");
        Answer open = new Answer(Kind.OPEN, 200, "answers everybody");
        return Stream.of(
                new Case("taken", null, null, taken(LATE), Truth.TRUE, Reason.VALID, "took"),
                new Case("refused", null, null, refused(LATE), Truth.FALSE, Reason.REFUSED, "answered 401: no"),
                new Case("refused after traffic", EARLY, null, refused(LATE), Truth.FALSE, Reason.REFUSED, "401: no"),
                new Case("traffic after refused", LATE, null, refused(EARLY), Truth.TRUE, Reason.VALID, "took"),
                new Case("taken after refused traffic", null, EARLY, taken(LATE), Truth.TRUE, Reason.VALID, "took"),
                new Case("refused traffic after taken", null, LATE, taken(EARLY), Truth.FALSE, Reason.REFUSED, "(401)"),
                new Case("both at one time: traffic", LATE, null, refused(LATE), Truth.TRUE, Reason.VALID, "took"),
                new Case(
                        "no answer after taken",
                        null,
                        null,
                        Probed.before(DOWN, LATE, taken(EARLY).clear(), EARLY),
                        Truth.TRUE,
                        Reason.VALID,
                        "took"),
                new Case(
                        "no answer after refused",
                        null,
                        null,
                        Probed.before(DOWN, LATE, refused(EARLY).clear(), EARLY),
                        Truth.FALSE,
                        Reason.REFUSED,
                        "401: no"),
                new Case("no answer", null, null, last(DOWN), Truth.UNKNOWN, Reason.INCONCLUSIVE, "answered 503"),
                new Case("no answer, and traffic", EARLY, null, last(DOWN), Truth.TRUE, Reason.VALID, "took"),
                new Case("no list", null, null, last(absent), Truth.UNKNOWN, Reason.NOT_CHECKABLE, "answered 404"),
                new Case("open list", null, null, last(open), Truth.UNKNOWN, Reason.NOT_CHECKABLE, "everybody"),
                new Case("off", null, null, Probed.never("off"), Truth.UNKNOWN, Reason.NOT_TRIED, "not checked: off"),
                new Case("nothing yet", null, null, Probed.NOTHING, Truth.UNKNOWN, Reason.NOT_TRIED, "no request"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theNewestYesOrNoCounts(Case given) {
        Assessment assessment =
                CredentialCheck.assess(true, null, List.of(report(given.success(), given.refused())), given.probed());

        assertThat(assessment.truth()).isEqualTo(given.truth());
        assertThat(assessment.reason()).isEqualTo(given.reason());
        assertThat(assessment.message()).contains(given.says());
    }

    /** An account that serves says so, whatever else goes wrong with it; one whose token has ended does not. */
    @ParameterizedTest(name = "in vain {0}, ended {1}, trouble {2}")
    @CsvSource(delimiter = '|', textBlock = """
            false | false |         | TRUE  | VALID
            true  | false |         | TRUE  | LOGIN_FAILED
            true  | false | trouble | TRUE  | REFRESH_FAILED
            true  | true  |         | FALSE | EXPIRED
            """)
    void aLoginThatIsServed(boolean inVain, boolean ended, String trouble, Truth truth, Reason reason) {
        Standing standing = new Standing(
                Standing.State.LOGGED_IN,
                "the account is logged in",
                ended ? EARLY : LATE,
                null,
                new Standing.Who(null, null, null),
                inVain);

        Assessment assessment = CredentialCheck.assess(standing, null, List.of(), trouble, EARLY);

        assertThat(assessment.truth()).isEqualTo(truth);
        assertThat(assessment.reason()).isEqualTo(reason);
    }

    /** A connection without a credential is not Ready where the provider turns out to want one. */
    @ParameterizedTest(name = "success {0}, refused {1}")
    @MethodSource("without")
    void aProviderThatWantsACredentialAfterAllIsSaid(Instant success, Instant refused, Truth truth, Reason reason) {
        Assessment assessment = CredentialCheck.assess(false, null, List.of(report(success, refused)), Probed.NOTHING);

        assertThat(assessment.truth()).isEqualTo(truth);
        assertThat(assessment.reason()).isEqualTo(reason);
        assertThat(assessment.message()).contains(truth == Truth.TRUE ? "takes no" : "wants a credential (401)");
    }

    static Stream<Arguments> without() {
        return Stream.of(
                Arguments.of(null, null, Truth.TRUE, Reason.NOT_NEEDED),
                Arguments.of(null, LATE, Truth.FALSE, Reason.REFUSED),
                Arguments.of(EARLY, LATE, Truth.FALSE, Reason.REFUSED),
                Arguments.of(LATE, EARLY, Truth.TRUE, Reason.NOT_NEEDED));
    }

    private static Probed taken(Instant at) {
        Answer answer = new Answer(Kind.TAKEN, 200, "the provider answered 200");
        return Probed.before(answer, at, answer, at);
    }

    private static Probed refused(Instant at) {
        Answer answer = new Answer(Kind.REFUSED, 401, "the provider answered 401: no");
        return Probed.before(answer, at, answer, at);
    }

    private static Probed last(Answer answer) {
        return Probed.before(answer, LATE, null, null);
    }

    private static ConnectionReport report(Instant success, Instant refused) {
        return new ConnectionReport(
                "a",
                success == null ? null : success.toString(),
                refused == null ? null : refused.toString(),
                refused == null ? null : 401,
                null,
                refused == null ? null : refused.toString());
    }
}
