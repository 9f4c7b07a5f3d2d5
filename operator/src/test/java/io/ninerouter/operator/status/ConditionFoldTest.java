package io.ninerouter.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Conditions;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.AliasConfig;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.NotUnderstood;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.egress.Egress;
import io.ninerouter.operator.compile.Asking;
import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.compile.Fragment;
import io.ninerouter.operator.compile.LoginPlan;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.Probing;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.credential.Standing;
import io.ninerouter.operator.probe.Probed;
import io.ninerouter.operator.status.Assessment.Truth;
import io.ninerouter.operator.status.FragmentTracker.Tracked;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionFoldTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final RevisionHistory CONFIGS =
            RevisionHistory.EMPTY.publish("c1").publish("c2").publish("c3");
    private static final RevisionHistory CREDENTIALS =
            RevisionHistory.EMPTY.publish("k1").publish("k2");

    record Case(String what, List<Assessment> conditions, String type, Truth truth, Reason reason, String message) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(programmed(), credentials(), ready()).flatMap(cases -> cases);
    }

    private static Case programmed(String what, Truth truth, Reason reason, String message, ReplicaReport... reports) {
        return new Case(
                "Programmed: " + what,
                combo(new Tracked(Fragment.of("x"), 2, 2, null), reports),
                Conditions.PROGRAMMED,
                truth,
                reason,
                message);
    }

    private static Stream<Case> programmed() {
        ReplicaReport current = report("c3", "k2");
        return Stream.of(
                programmed("no replica", Truth.FALSE, Reason.NO_REPLICAS, "no gateway replica"),
                programmed(
                        "not ready",
                        Truth.FALSE,
                        Reason.NO_REPLICAS,
                        "no gateway replica",
                        report(false, "c3", "k2", NOW, null)),
                programmed(
                        "reported long ago",
                        Truth.FALSE,
                        Reason.NO_REPLICAS,
                        "no gateway replica",
                        report(true, "c3", "k2", NOW.minusSeconds(36), null)),
                programmed(
                        "reported 35 s ago",
                        Truth.TRUE,
                        Reason.PROGRAMMED,
                        "every ready",
                        report(true, "c3", "k2", NOW.minusSeconds(35), null)),
                programmed(
                        "everybody serves the current", Truth.TRUE, Reason.PROGRAMMED, "every ready", current, current),
                programmed(
                        "somebody serves an older one that holds it already",
                        Truth.TRUE,
                        Reason.PROGRAMMED,
                        "every ready",
                        current,
                        report("c2", "k2")),
                programmed(
                        "somebody serves one from before",
                        Truth.FALSE,
                        Reason.PENDING,
                        "1 of 2",
                        current,
                        report("c1", "k2")),
                programmed("credentials are from before", Truth.FALSE, Reason.PENDING, "0 of 1", report("c3", "k1")),
                programmed("a revision nobody remembers", Truth.FALSE, Reason.PENDING, "0 of 1", report("c0", "k2")),
                programmed("nothing served yet", Truth.FALSE, Reason.PENDING, "0 of 1", report(null, null)),
                programmed(
                        "current one rejected",
                        Truth.FALSE,
                        Reason.REJECTED_BY_REPLICA,
                        "replica gw-0: too new",
                        report(true, "c1", "k2", NOW, "c3")),
                programmed(
                        "current one rejected, but it serves this already",
                        Truth.TRUE,
                        Reason.PROGRAMMED,
                        "every ready",
                        report(true, "c2", "k2", NOW, "c3")),
                programmed(
                        "an older one rejected",
                        Truth.FALSE,
                        Reason.PENDING,
                        "0 of 1",
                        report(true, "c1", "k2", NOW, "c2")));
    }

    private static Case credential(
            String what, boolean needed, Instant since, Truth truth, Reason reason, ConnectionReport... reports) {
        Verdict verdict = verdict(Kind.CONNECTION, Fragment.of("x"), new Verdict.OfConnection(true, needed));
        ReplicaReport report = new ReplicaReport(
                true, "c3", "k2", null, null, NOW.toString(), NOW.toString(), 0, List.of(), List.of(reports));
        Tracked tracked = new Tracked(Fragment.of("x"), 1, 1, since);
        return new Case(
                "CredentialsValid: " + what,
                assess(verdict, tracked, report),
                Conditions.CREDENTIALS_VALID,
                truth,
                reason,
                "");
    }

    private static Stream<Case> credentials() {
        Instant early = NOW.minusSeconds(60);
        Instant late = NOW.minusSeconds(30);
        return Stream.of(
                credential("none needed", false, null, Truth.TRUE, Reason.NOT_NEEDED, traffic(late, early)),
                credential("none, and one was wanted", false, null, Truth.FALSE, Reason.REFUSED, traffic(null, late)),
                credential("no traffic", true, null, Truth.UNKNOWN, Reason.NOT_TRIED),
                credential("success", true, null, Truth.TRUE, Reason.VALID, traffic(early, null)),
                credential("refused", true, null, Truth.FALSE, Reason.REFUSED, traffic(null, early)),
                credential("refused after a success", true, null, Truth.FALSE, Reason.REFUSED, traffic(early, late)),
                credential("success after a refusal", true, null, Truth.TRUE, Reason.VALID, traffic(late, early)),
                credential(
                        "refused before it was changed",
                        true,
                        late,
                        Truth.UNKNOWN,
                        Reason.NOT_TRIED,
                        traffic(null, early)),
                credential(
                        "success before it was changed",
                        true,
                        late,
                        Truth.UNKNOWN,
                        Reason.NOT_TRIED,
                        traffic(early, null)));
    }

    private static Case ready(String what, Verdict verdict, Truth truth, Reason reason) {
        Tracked tracked = verdict.fragment() == null ? null : new Tracked(verdict.fragment(), 1, 1, null);
        return new Case(
                "Ready: " + what, assess(verdict, tracked, report("c3", "k2")), Conditions.READY, truth, reason, "");
    }

    private static Stream<Case> ready() {
        Fragment part = Fragment.of("x");
        Decision conflict = Decision.no(Reason.CONFLICT, "name: a");
        Decision missing = Decision.no(Reason.MODEL_NOT_FOUND, "target: b");
        ObjectRef ref = new ObjectRef(Kind.COMBO, "ai", "a");
        long past = NOW.toEpochMilli();
        return Stream.of(
                ready("all is well", verdict(Kind.COMBO, part, Verdict.Detail.NONE), Truth.TRUE, Reason.READY),
                ready(
                        "not accepted",
                        new Verdict(ref, 1, conflict, Decision.RESOLVED, null, Verdict.Detail.NONE),
                        Truth.FALSE,
                        Reason.CONFLICT),
                ready(
                        "not resolved, though it serves",
                        new Verdict(ref, 1, Decision.ACCEPTED, missing, part, Verdict.Detail.NONE),
                        Truth.FALSE,
                        Reason.MODEL_NOT_FOUND),
                ready(
                        "credential not tried",
                        verdict(Kind.CONNECTION, part, new Verdict.OfConnection(true, true)),
                        Truth.TRUE,
                        Reason.READY),
                ready(
                        "connection switched off",
                        verdict(Kind.CONNECTION, part, new Verdict.OfConnection(false, true)),
                        Truth.FALSE,
                        Reason.INACTIVE),
                ready(
                        "key paused",
                        verdict(Kind.KEY, part, new Verdict.OfKey(false, null, "sk")),
                        Truth.FALSE,
                        Reason.INACTIVE),
                ready(
                        "key expired",
                        verdict(Kind.KEY, part, new Verdict.OfKey(true, past, "sk")),
                        Truth.FALSE,
                        Reason.EXPIRED),
                ready(
                        "key not expired yet",
                        verdict(Kind.KEY, part, new Verdict.OfKey(true, past + 1, "sk")),
                        Truth.TRUE,
                        Reason.READY));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void conditionSays(Case given) {
        Assessment condition = given.conditions().stream()
                .filter(one -> one.type().equals(given.type()))
                .findFirst()
                .orElseThrow();

        assertThat(condition.truth()).as(condition.toString()).isEqualTo(given.truth());
        assertThat(condition.reason()).as(condition.toString()).isEqualTo(given.reason());
        assertThat(condition.message()).contains(given.message());
    }

    /** A reason that is new does not compile here until somebody has thought about it. */
    private static boolean isHopeless(Reason reason) {
        return switch (reason) {
            case AMBIGUOUS_ROUTER, NOT_ALLOWED, CONFLICT, CYCLE, NEWER_RELEASE, INVALID, UNSUPPORTED -> true;
            // May come, or a person logs in.
            case NO_ROUTER, SECRET_NOT_FOUND, SECRET_KEY_MISSING, SERVICE_ACCOUNT_NOT_FOUND -> false;
            case ISSUER_UNAVAILABLE, PROVIDER_NOT_FOUND, MODEL_NOT_FOUND -> false;
            case LOGIN_REQUIRED, AWAITING_LOGIN, LOGIN_FAILED, LOGIN_INCOMPLETE, REFRESH_FAILED -> false;
            case PENDING, NO_REPLICAS, REJECTED_BY_REPLICA, ROLLING_OUT, ROLLOUT_FAILED -> false;
            case INACTIVE, EXPIRED, BUDGET_SPENT, REFUSED, NOT_TRIED, INCONCLUSIVE, NOT_CHECKABLE -> false;
            case ACCEPTED, FIELDS_NOT_IN_EFFECT, NOT_WATCHED, HIDES_BUILT_IN, RESOLVED, MODEL_ENDS_SOON -> false;
            case VALID, NOT_NEEDED, PROGRAMMED, READY -> false;
        };
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void whatNoWaitingMendsIsStalledWhoeverRefusesIt(Reason reason) {
        Decision no = Decision.no(reason, "why");
        List<Assessment> expected = List.of(
                isHopeless(reason)
                        ? new Assessment(Conditions.STALLED, Truth.TRUE, reason, "why")
                        : new Assessment(Conditions.STALLED, Truth.FALSE, reason, "what it waits for may come"));
        ObjectRef ref = new ObjectRef(Kind.COMBO, "ai", "a");

        assertThat(stalled(assess(new Verdict(ref, 1, no, Decision.RESOLVED, null, Verdict.Detail.NONE), null)))
                .isEqualTo(expected);
        assertThat(stalled(ConditionFold.detached(Verdict.Detail.NONE, reason, "why")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void whatIsAcceptedIsNotStalledWhateverItLacks(Reason reason) {
        ObjectRef ref = new ObjectRef(Kind.COMBO, "ai", "a");
        Verdict lacking = new Verdict(ref, 1, Decision.ACCEPTED, Decision.no(reason, "why"), null, Verdict.Detail.NONE);

        assertThat(stalled(assess(lacking, null)))
                .containsExactly(new Assessment(
                        Conditions.STALLED, Truth.FALSE, Reason.ACCEPTED, "accepted: what it waits for may come"));
    }

    private static List<Assessment> stalled(List<Assessment> conditions) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(Conditions.STALLED))
                .toList();
    }

    @Test
    void everyTypeIsThereWhateverHappened() {
        Verdict refused = new Verdict(
                new ObjectRef(Kind.CONNECTION, "ai", "a"),
                1,
                Decision.no(Reason.UNSUPPORTED, "auth.oauth"),
                Decision.RESOLVED,
                null,
                new Verdict.OfConnection(true, true));

        Verdict served =
                new Verdict(refused.ref(), 1, Decision.ACCEPTED, Decision.RESOLVED, Fragment.of("x"), refused.detail());
        for (List<Assessment> conditions : List.of(
                assess(refused, null),
                assess(served, null),
                ConditionFold.detached(refused.detail(), Reason.NO_ROUTER, "no Router"),
                ConditionFold.detached(refused.detail(), Reason.AMBIGUOUS_ROUTER, "two Routers"))) {
            assertThat(conditions)
                    .extracting(Assessment::type)
                    .containsExactly(
                            Conditions.ACCEPTED,
                            Conditions.STALLED,
                            Conditions.RESOLVED_REFS,
                            Conditions.CREDENTIALS_VALID,
                            Conditions.PROGRAMMED,
                            Conditions.READY);
        }
        assertThat(assess(refused, null))
                .filteredOn(condition -> condition.truth() == Truth.TRUE)
                .isEqualTo(stalled(assess(refused, null)));
    }

    @Test
    void objectWithoutARouterSaysSoInEveryCondition() {
        List<Assessment> conditions = ConditionFold.detached(
                new Verdict.OfConnection(true, true), Reason.NO_ROUTER, "namespace ai: no Router");

        assertThat(conditions).extracting(Assessment::type).hasSize(6).endsWith(Conditions.READY);
        assertThat(conditions.getLast())
                .isEqualTo(new Assessment(Conditions.READY, Truth.FALSE, Reason.NO_ROUTER, "namespace ai: no Router"));
    }

    /** Publishing can fail: then a spec is compiled, and replicas serve the one before. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("unpublished")
    void whatWasNotPublishedIsNotServed(String what, Verdict verdict, @Nullable Tracked tracked, Reason reason) {
        List<Assessment> conditions = assess(verdict, tracked, report("c3", "k2"));

        Assessment programmed = conditions.get(conditions.size() - 2);
        assertThat(programmed.type()).isEqualTo(Conditions.PROGRAMMED);
        assertThat(programmed.truth()).as(programmed.toString()).isEqualTo(Truth.FALSE);
        assertThat(programmed.reason()).as(programmed.toString()).isEqualTo(reason);
        assertThat(conditions.getLast().truth()).isEqualTo(Truth.FALSE);
    }

    static Stream<Arguments> unpublished() {
        Tracked before = new Tracked(Fragment.of("x"), 1, 1, null);
        Fragment edited = Fragment.of("y");
        Decision conflict = Decision.no(Reason.CONFLICT, "name: a");
        ObjectRef ref = new ObjectRef(Kind.COMBO, "ai", "a");
        return Stream.of(
                Arguments.of("an edit", verdict(Kind.COMBO, edited, Verdict.Detail.NONE), before, Reason.PENDING),
                Arguments.of("a new object", verdict(Kind.COMBO, edited, Verdict.Detail.NONE), null, Reason.PENDING),
                Arguments.of(
                        "an edit that is not accepted",
                        new Verdict(ref, 2, conflict, Decision.RESOLVED, null, Verdict.Detail.NONE),
                        before,
                        Reason.CONFLICT),
                Arguments.of(
                        "a new account that is logged in",
                        login(edited, Standing.State.LOGGED_IN),
                        null,
                        Reason.PENDING),
                Arguments.of(
                        "an edited account that is logged in",
                        login(edited, Standing.State.LOGGED_IN),
                        before,
                        Reason.PENDING),
                Arguments.of(
                        "an account that nobody has logged in",
                        login(null, Standing.State.LOGIN_REQUIRED),
                        null,
                        Reason.LOGIN_REQUIRED),
                Arguments.of(
                        "an account whose login is being begun",
                        login(null, Standing.State.BEGINNING),
                        null,
                        Reason.PENDING));
    }

    private static Verdict login(@Nullable Fragment fragment, Standing.State state) {
        Standing standing = new Standing(state, "how it stands", null, null, new Standing.Who(null, null, null), false);
        // What is wanted of the account is the business of whoever renews it.
        LoginPlan plan = new LoginPlan(null, "a", false, standing, Egress.DEFAULT, null);
        return verdict(
                Kind.CONNECTION,
                fragment,
                new Verdict.OfConnection(true, true, Probing.NONE, Asking.NOTHING, null, plan));
    }

    /** A gateway of the release before, while this one is rolled out. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("parts")
    void whatAReplicaDoesNotUnderstandIsNotServedThoughItsRevisionIsAcknowledged(
            String what, Object part, NotUnderstood told, boolean concerned) {
        ReplicaReport older = telling(told);
        Tracked tracked = new Tracked(Fragment.of(part), 3, 1, null);

        Assessment programmed = combo(tracked, report("c3", "k2"), older).getLast();

        assertThat(programmed.truth()).isEqualTo(concerned ? Truth.FALSE : Truth.TRUE);
        assertThat(programmed.reason()).isEqualTo(concerned ? Reason.REJECTED_BY_REPLICA : Reason.READY);
        assertThat(programmed.message()).contains(concerned ? "replica gw-1: not served: X" : "the next request");
    }

    static Stream<Arguments> parts() {
        ConnectionConfig account = new ConnectionConfig("a", "p", 1, 1, List.of(), 0, true);
        ProviderConfig provider = new ProviderConfig(
                "p",
                List.of(),
                List.of(Dialect.ANTHROPIC),
                "http://p",
                AuthScheme.BEARER,
                Map.of(),
                null,
                List.of(),
                true);
        ComboConfig combo = new ComboConfig("c", null, 1, null, List.of(new ComboConfig.Member("m", 1)));
        KeyConfig key = new KeyConfig("ai/k", List.of(), true, null, List.of());
        return Stream.of(
                Arguments.of("a provider", provider, told(NotUnderstood.PROVIDERS, "p"), true),
                Arguments.of("another provider", provider, told(NotUnderstood.PROVIDERS, "q"), false),
                Arguments.of("the provider of an account", account, told(NotUnderstood.PROVIDERS, "p"), true),
                Arguments.of("an account", account, told(NotUnderstood.CONNECTIONS, "a"), true),
                Arguments.of("a combo of the name of an account", account, told(NotUnderstood.COMBOS, "a"), false),
                Arguments.of("a combo", combo, told(NotUnderstood.COMBOS, "c"), true),
                Arguments.of("an alias", new AliasConfig("l", "c"), told(NotUnderstood.ALIASES, "l"), true),
                Arguments.of("a caller", key, told(NotUnderstood.KEYS, "ai/k"), true),
                Arguments.of("settings", GatewayConfig.Settings.DEFAULT, told(NotUnderstood.SETTINGS, ""), true),
                Arguments.of("settings and a combo", combo, told(NotUnderstood.SETTINGS, ""), false),
                Arguments.of("more than is told", combo, told(NotUnderstood.MORE, ""), true),
                Arguments.of("what a later release calls a part", combo, told("agents", "x"), true));
    }

    @Test
    void everythingIsLookedAtAgainWhenAReplicaUnderstandsLessThanBefore() {
        Fleet good = fleet(report("c3", "k2"));
        Fleet older = fleet(telling(told(NotUnderstood.COMBOS, "c")));

        assertThat(older.keepsWhatIsServedBy(good)).isFalse();
        assertThat(older.keepsWhatIsServedBy(older)).isTrue();
        assertThat(good.keepsWhatIsServedBy(older)).isTrue();
    }

    private static NotUnderstood told(String part, String name) {
        return new NotUnderstood(part, name, "not served: X");
    }

    private static ReplicaReport telling(NotUnderstood told) {
        return new ReplicaReport(
                true,
                "c3",
                "k2",
                null,
                null,
                NOW.toString(),
                NOW.toString(),
                0,
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(told));
    }

    private static Fleet fleet(ReplicaReport report) {
        return Fleet.of(List.of(new Fleet.Reported("gw", report)), CONFIGS, CREDENTIALS, NOW);
    }

    private static List<Assessment> combo(Tracked tracked, ReplicaReport... reports) {
        return assess(verdict(Kind.COMBO, tracked.fragment(), Verdict.Detail.NONE), tracked, reports);
    }

    private static List<Assessment> assess(Verdict verdict, Tracked tracked, ReplicaReport... reports) {
        List<Fleet.Reported> reported = new java.util.ArrayList<>();
        for (ReplicaReport report : reports) {
            reported.add(new Fleet.Reported("gw-" + reported.size(), report));
        }
        return ConditionFold.assess(
                verdict, tracked, Fleet.of(reported, CONFIGS, CREDENTIALS, NOW), Probed.NOTHING, NOW);
    }

    private static Verdict verdict(Kind kind, Fragment fragment, Verdict.Detail detail) {
        return new Verdict(new ObjectRef(kind, "ai", "a"), 1, Decision.ACCEPTED, Decision.RESOLVED, fragment, detail);
    }

    private static ReplicaReport report(String config, String credentials) {
        return report(true, config, credentials, NOW, null);
    }

    private static ReplicaReport report(boolean ready, String config, String credentials, Instant at, String rejected) {
        return new ReplicaReport(
                ready,
                config,
                credentials,
                rejected,
                rejected == null ? null : "too new",
                at.toString(),
                at.toString(),
                0,
                List.of(),
                List.of());
    }

    private static ConnectionReport traffic(Instant success, Instant refused) {
        return new ConnectionReport(
                "a",
                success == null ? null : success.toString(),
                refused == null ? null : refused.toString(),
                refused == null ? null : 401,
                refused == null ? null : "Unauthorized",
                refused == null ? null : refused.toString());
    }
}
