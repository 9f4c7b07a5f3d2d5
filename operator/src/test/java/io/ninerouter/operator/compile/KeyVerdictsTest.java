package io.ninerouter.operator.compile;

import static io.ninerouter.operator.compile.ObjectRef.Kind.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.KeyBudget;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.KeyLimits;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.apikey.KeyRecord;
import io.ninerouter.operator.compile.Identities.Issuer;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who owns a key's Secret, what counts beside a key, and callers that are ServiceAccounts. */
class KeyVerdictsTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final String OLD = digest("sk-old");
    private static final String NEXT = digest("sk-next");
    private static final Issuer ISSUER = new Issuer.Known("https://cluster", "{\"keys\":[]}");
    private static final String AUDIENCE = "{access: {serviceAccounts: {audience: ninerouter}}}";
    private static final String SUBJECT = "{subject: {serviceAccount: {name: coder}}}";

    static Stream<VerdictCase> cases() {
        return Stream.of(
                one(
                        "two want one Secret that is not there yet: the older gets it",
                        new World().key("older", "{secretName: s}").key("k", "{secretName: s}"),
                        Reason.CONFLICT,
                        Reason.RESOLVED,
                        "Secret ai/s is that of ApiKey ai/older"),
                one(
                        "one wants the Secret that a younger has: it keeps it",
                        issued(new World().key("k", "{secretName: s}").key("younger", "{secretName: s}"), "younger"),
                        Reason.CONFLICT,
                        Reason.RESOLVED,
                        "Secret ai/s belongs to ApiKey ai/younger"),
                one(
                        "a name that the Router needs for itself",
                        new World().key("k", "{secretName: main-signals}"),
                        Reason.CONFLICT,
                        Reason.RESOLVED,
                        "Secret ai/main-signals is that of Router ai/main"),
                one(
                        "that name in another namespace",
                        new World().keyNamespaces("agents").key("agents", "k", "{secretName: main-signals}"),
                        Reason.ACCEPTED,
                        Reason.PENDING,
                        "being issued"),
                one(
                        "a Secret out of a backup",
                        new World()
                                .secret(
                                        "ai",
                                        "s",
                                        null,
                                        Map.of("api-key", "sk-1"),
                                        new SecretValues.Issued(KeyRecord.fresh("k", null, T0), null))
                                .key("k", "{secretName: s}"),
                        Reason.ACCEPTED,
                        Reason.RESOLVED),
                one(
                        "a key with a blank in it",
                        new World().secret("s", "api-key", "sk 1").key("k", "{secretRef: {name: s}}"),
                        Reason.ACCEPTED,
                        Reason.INVALID,
                        "visible ASCII"),
                one(
                        "another key of the Secret",
                        new World().secret("s", "token", "sk-1").key("k", "{secretRef: {name: s}}"),
                        Reason.ACCEPTED,
                        Reason.SECRET_KEY_MISSING,
                        "no key api-key (expected: one; it has: token)"),
                one(
                        "an empty key",
                        new World().secret("s", "api-key", "").key("k", "{secretRef: {name: s}}"),
                        Reason.ACCEPTED,
                        Reason.SECRET_KEY_MISSING,
                        "key api-key: empty (expected: a value)"),
                one(
                        "a rotation that would never end",
                        new World().key("k", "{secretName: s, rotation: {every: 10s}}"),
                        Reason.INVALID,
                        Reason.RESOLVED,
                        "rotation.every: PT10S (expected: at least 5m)"),
                one(
                        "a rotation",
                        issued(new World().key("k", "{secretName: s, rotation: {every: 1h}}"), "k"),
                        Reason.ACCEPTED,
                        Reason.RESOLVED),
                one(
                        "limits and a budget",
                        new World()
                                .secret("s", "api-key", "sk-1")
                                .key(
                                        "k",
                                        "{secretRef: {name: s}, limits: {requestsPerMinute: 1},"
                                                + " budget: {amountUsd: '1', period: Day, timezone: Europe/Berlin}}"),
                        Reason.ACCEPTED,
                        Reason.RESOLVED),
                one(
                        "a budget in a time zone that is none",
                        new World()
                                .secret("s", "api-key", "sk-1")
                                .key(
                                        "k",
                                        "{secretRef: {name: s},"
                                                + " budget: {amountUsd: '1', period: Day, timezone: Mars/Olympus}}"),
                        Reason.INVALID,
                        Reason.RESOLVED,
                        "budget.timezone: Mars/Olympus (expected: a time zone"),
                one(
                        "a budget of nothing",
                        new World()
                                .secret("s", "api-key", "sk-1")
                                .key("k", "{secretRef: {name: s}, budget: {amountUsd: '0.00', period: Day}}"),
                        Reason.INVALID,
                        Reason.RESOLVED,
                        "budget.amountUsd: 0.00 (expected: a decimal, more than 0"),
                one("a ServiceAccount", accounts().key("k", SUBJECT), Reason.ACCEPTED, Reason.RESOLVED),
                one(
                        "a ServiceAccount where no tokens are taken",
                        accounts().router("{}").key("k", SUBJECT),
                        Reason.ACCEPTED,
                        Reason.NOT_ALLOWED,
                        "Router ai/main takes no tokens",
                        "spec.access.serviceAccounts.audience"),
                one(
                        "a ServiceAccount, its issuer unknown",
                        accounts()
                                .issuer(new Issuer.Unknown("the API server answers 403"))
                                .key("k", SUBJECT),
                        Reason.ACCEPTED,
                        Reason.ISSUER_UNAVAILABLE,
                        "the API server answers 403"),
                one(
                        "a ServiceAccount that does not exist",
                        accounts().key("k", "{subject: {serviceAccount: {name: nobody}}}"),
                        Reason.ACCEPTED,
                        Reason.SERVICE_ACCOUNT_NOT_FOUND,
                        "ServiceAccount ai/nobody does not exist"),
                one(
                        "a ServiceAccount of another namespace",
                        accounts().keyNamespaces("agents").key("agents", "k", SUBJECT),
                        Reason.ACCEPTED,
                        Reason.SERVICE_ACCOUNT_NOT_FOUND,
                        "ServiceAccount agents/coder does not exist"),
                one(
                        "the ServiceAccount of an older ApiKey",
                        accounts().key("older", SUBJECT).key("k", SUBJECT),
                        Reason.CONFLICT,
                        Reason.RESOLVED,
                        "ServiceAccount ai/coder is also that of ApiKey ai/older"),
                one(
                        "a ServiceAccount and a key",
                        accounts().key("k", "{secretName: s, subject: {serviceAccount: {name: coder}}}"),
                        Reason.INVALID,
                        Reason.RESOLVED,
                        "exactly one"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void saysWhatIsRemarkable(VerdictCase one) {
        one.check();
    }

    @Test
    void limitsAndBudgetReachTheGateways() {
        KeyConfig caller = new World()
                .secret("s", "api-key", "sk-1")
                .key(
                        "k",
                        "{secretRef: {name: s}, limits: {tokensPerMinute: 9, concurrentRequests: 2},"
                                + " budget: {amountUsd: '2.50', period: Week}}")
                .compile()
                .config()
                .keys()
                .getFirst();

        assertThat(caller.limits()).isEqualTo(new KeyLimits(null, 9L, 2));
        assertThat(caller.budget()).isEqualTo(new KeyBudget(2_500_000_000_000L, KeyBudget.Period.WEEK, "UTC"));
    }

    @Test
    void routerSaysThatTheIssuerIsMissingAndServesKeys() {
        Compilation compilation = accounts()
                .issuer(new Issuer.Unknown("the API server answers 403"))
                .secret("s", "api-key", "sk-1")
                .key("k", "{secretRef: {name: s}}")
                .compile();

        Verdict router = compilation.verdicts().get(new ObjectRef(Kind.ROUTER, "ai", "main"));
        assertThat(router.accepted().holds()).isTrue();
        assertThat(router.resolved().reason()).isEqualTo(Reason.ISSUER_UNAVAILABLE);
        assertThat(compilation.config().settings().tokens()).isNull();
        assertThat(compilation.config().keys()).hasSize(1);
    }

    @Test
    void digestsOfNextPresentAndOldKeyCount() {
        KeyRecord record = new KeyRecord("k", T0, List.of(new KeyRecord.Previous(OLD, T0.plusSeconds(60))), null);
        Compilation compilation = new World()
                .secret("ai", "s", World.uid("k"), Map.of("api-key", "sk-now"), new SecretValues.Issued(record, NEXT))
                .key("k", "{secretName: s, rotation: {every: 720h}}")
                .compile();

        KeyConfig config = compilation.config().keys().getFirst();
        assertThat(config.digests()).containsExactly(digest("sk-now"), NEXT, OLD);
        assertThat(config.digestUntilMillis())
                .containsExactly(Map.entry(OLD, T0.plusSeconds(60).toEpochMilli()));
        Verdict verdict = compilation.verdicts().get(new ObjectRef(KEY, "ai", "k"));
        assertThat(verdict.detail())
                .isInstanceOfSatisfying(
                        Verdict.OfKey.class,
                        detail -> assertThat(detail.times())
                                .isEqualTo(new Verdict.KeyTimes(T0, T0.plusSeconds(720 * 3_600), T0.plusSeconds(60))));
    }

    @Test
    void oldKeyThatAnotherApiKeyHasByNowIsThatOnes() {
        KeyRecord record = new KeyRecord("k", T0, List.of(new KeyRecord.Previous(OLD, T0.plusSeconds(60))), null);
        Compilation compilation = new World()
                .secret("own", "api-key", "sk-old")
                .key("older", "{secretRef: {name: own}}")
                .secret("ai", "s", World.uid("k"), Map.of("api-key", "sk-now"), new SecretValues.Issued(record, null))
                .key("k", "{secretName: s}")
                .compile();

        assertThat(compilation.config().keys())
                .extracting(KeyConfig::caller, KeyConfig::digests, KeyConfig::digestUntilMillis)
                .containsExactly(
                        tuple("ai/k", List.of(digest("sk-now")), Map.of()), tuple("ai/older", List.of(OLD), Map.of()));
    }

    @Test
    void keyServesOnWhileItMovesToAnotherSecret() {
        Verdict verdict = new World()
                .secret("ai", "before", World.uid("k"), Map.of("api-key", "sk-now"))
                .key("k", "{secretName: after}")
                .verdict(KEY, "k");

        assertThat(verdict.resolved().holds()).isTrue();
    }

    @Test
    void serviceAccountIsCompiledWithItsUid() {
        KeyConfig config = accounts()
                .key("k", "{subject: {serviceAccount: {name: coder}}, models: ['my-*']}")
                .compile()
                .config()
                .keys()
                .getFirst();

        assertThat(config.serviceAccount()).isEqualTo(new KeyConfig.ServiceAccount("ai", "coder", "sa-uid"));
        assertThat(config.digests()).isEmpty();
        assertThat(config.models()).containsExactly("my-*");
    }

    @Test
    void prefixTellsKeysOfOneRouterApartAndHidesTheRest() {
        String key = "sk-0123456789abcdef-00112233445566778899aabbccddeeff-42cafceb";

        assertThat(KeyPrefix.of(SecretText.of(key))).isEqualTo("sk-0123456789abcdef-0011…");
        assertThat(KeyPrefix.of(SecretText.of("sk-made-elsewhere-0123456789"))).isEqualTo("sk-made…");
        assertThat(KeyPrefix.of(SecretText.of("sk-short"))).isEqualTo("…");
    }

    private static World accounts() {
        return new World().router(AUDIENCE).issuer(ISSUER).serviceAccount("ai", "coder", "sa-uid");
    }

    private static World issued(World world, String to) {
        return world.secret("ai", "s", World.uid(to), Map.of("api-key", "sk-1"));
    }

    private static VerdictCase one(String what, World world, Reason accepted, Reason resolved, String... parts) {
        return new VerdictCase("ApiKey: " + what, world, KEY, "k", accepted, resolved, parts);
    }

    private static String digest(String key) {
        return ConfigCodec.keyDigest(SecretText.of(key));
    }
}
