package io.ninerouter.operator.compile;

import static io.ninerouter.operator.compile.ObjectRef.Kind.ALIAS;
import static io.ninerouter.operator.compile.ObjectRef.Kind.COMBO;
import static io.ninerouter.operator.compile.ObjectRef.Kind.KEY;

import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the compile says of combos, aliases and keys. */
class NameVerdictsTest {

    static Stream<VerdictCase> cases() {
        return Stream.of(names(), keys()).flatMap(cases -> cases);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void verdictSaysWhatIsWrong(VerdictCase given) {
        given.check();
    }

    private static VerdictCase name(
            String what, World world, Kind kind, String name, Reason accepted, Reason resolved, String... parts) {
        return new VerdictCase(kind.word() + ": " + what, world, kind, name, accepted, resolved, parts);
    }

    private static Stream<VerdictCase> names() {
        return Stream.of(
                name(
                        "good",
                        World.with("openai").combo("a", "openai/gpt-5"),
                        COMBO,
                        "a",
                        Reason.ACCEPTED,
                        Reason.RESOLVED),
                name(
                        "a name that one provider serves",
                        World.with("openai").alias("a", "gpt-5"),
                        ALIAS,
                        "a",
                        Reason.ACCEPTED,
                        Reason.RESOLVED),
                name(
                        "a name that two providers serve",
                        World.with("kimi", "alicode").alias("a", "kimi-k2.5"),
                        ALIAS,
                        "a",
                        Reason.ACCEPTED,
                        Reason.MODEL_NOT_FOUND,
                        "target: kimi-k2.5"),
                name(
                        "name of an older combo",
                        World.with("openai").combo("a", "openai/gpt-5").alias("a", "openai/o3"),
                        ALIAS,
                        "a",
                        Reason.CONFLICT,
                        Reason.RESOLVED,
                        "name: a",
                        "Combo ai/a"),
                name(
                        "name of an older alias",
                        World.with("openai").alias("a", "openai/o3").combo("a", "openai/gpt-5"),
                        COMBO,
                        "a",
                        Reason.CONFLICT,
                        Reason.RESOLVED,
                        "ModelAlias ai/a"),
                name(
                        "itself",
                        World.with("openai").combo("a", "openai/o3", "a"),
                        COMBO,
                        "a",
                        Reason.CYCLE,
                        Reason.RESOLVED,
                        "a → a"),
                name(
                        "closes a cycle",
                        World.with("openai")
                                .combo("a", "b", "openai/o3")
                                .alias("b", "c")
                                .combo("c", "openai/o3", "a"),
                        COMBO,
                        "c",
                        Reason.CYCLE,
                        Reason.RESOLVED,
                        "c → a → b → c"),
                name(
                        "older member of a cycle goes on",
                        World.with("openai").combo("a", "b", "openai/o3").alias("b", "a"),
                        COMBO,
                        "a",
                        Reason.ACCEPTED,
                        Reason.MODEL_NOT_FOUND,
                        "models[0].model: b is refused"),
                name(
                        "member that nothing serves",
                        World.with("openai").combo("a", "openai/o3", "anthropic/claude-opus-4-7"),
                        COMBO,
                        "a",
                        Reason.ACCEPTED,
                        Reason.MODEL_NOT_FOUND,
                        "models[1].model: anthropic/claude-opus-4-7"),
                name(
                        "target that leads nowhere itself",
                        World.with("openai").alias("a", "b").alias("b", "nothing"),
                        ALIAS,
                        "a",
                        Reason.ACCEPTED,
                        Reason.MODEL_NOT_FOUND,
                        "b leads nowhere itself"),
                name(
                        "model that a closed node does not declare",
                        new World().endpoint("n", "n", "m1").account("c", "n").alias("a", "n/m2"),
                        ALIAS,
                        "a",
                        Reason.ACCEPTED,
                        Reason.MODEL_NOT_FOUND,
                        "target: n/m2"),
                name(
                        "model that no connection allows",
                        new World()
                                .secret("s", "api-key", "v")
                                .connection(
                                        "c", "{provider: openai, auth: {apiKey: {secretRef: {name: s}}}, models: [o3]}")
                                .alias("a", "openai/gpt-5"),
                        ALIAS,
                        "a",
                        Reason.ACCEPTED,
                        Reason.MODEL_NOT_FOUND,
                        "target: openai/gpt-5"),
                name(
                        "a recovery",
                        World.with("openai")
                                .comboOf(
                                        "a",
                                        "{models: [{model: openai/o3}], strategy: LowestLatency, recovery: Continue}"),
                        COMBO,
                        "a",
                        Reason.ACCEPTED,
                        Reason.RESOLVED));
    }

    private static VerdictCase key(
            String what, World world, String name, Reason accepted, Reason resolved, String... parts) {
        return new VerdictCase("ApiKey: " + what, world, KEY, name, accepted, resolved, parts);
    }

    private static Stream<VerdictCase> keys() {
        String brought = "secretRef: {name: s}";
        return Stream.of(
                key(
                        "brought",
                        new World().secret("s", "api-key", "sk-1").key("k", "{" + brought + "}"),
                        "k",
                        Reason.ACCEPTED,
                        Reason.RESOLVED),
                key(
                        "issued",
                        new World()
                                .secret("ai", "s", World.uid("k"), Map.of("api-key", "sk-1"))
                                .key("k", "{secretName: s}"),
                        "k",
                        Reason.ACCEPTED,
                        Reason.RESOLVED),
                key(
                        "not issued yet",
                        new World().key("k", "{secretName: s}"),
                        "k",
                        Reason.ACCEPTED,
                        Reason.PENDING,
                        "being issued"),
                key(
                        "the Secret is someone else's",
                        new World().secret("s", "api-key", "sk-1").key("k", "{secretName: s}"),
                        "k",
                        Reason.CONFLICT,
                        Reason.RESOLVED,
                        "Secret ai/s belongs to someone else"),
                key(
                        "no Secret",
                        new World().key("k", "{" + brought + "}"),
                        "k",
                        Reason.ACCEPTED,
                        Reason.SECRET_NOT_FOUND,
                        "Secret ai/s does not exist"),
                key(
                        "an empty key",
                        new World().secret("s", "api-key", " ").key("k", "{" + brought + "}"),
                        "k",
                        Reason.ACCEPTED,
                        Reason.SECRET_KEY_MISSING,
                        "api-key"),
                key(
                        "the key of an older ApiKey",
                        new World()
                                .secret("s", "api-key", "sk-1")
                                .key("older", "{" + brought + "}")
                                .key("k", "{" + brought + "}"),
                        "k",
                        Reason.CONFLICT,
                        Reason.RESOLVED,
                        "ApiKey ai/older"),
                key(
                        "a namespace that the Router does not allow",
                        new World().key("agents", "k", "{secretName: s}"),
                        "k",
                        Reason.NOT_ALLOWED,
                        Reason.RESOLVED,
                        "namespace: agents",
                        "Router ai/main"),
                key(
                        "no way to know the caller",
                        new World().key("k", "{}"),
                        "k",
                        Reason.INVALID,
                        Reason.RESOLVED,
                        "exactly one"),
                key(
                        "an expiry that is none",
                        new World().key("k", "{" + brought + ", expiresAt: soon}"),
                        "k",
                        Reason.INVALID,
                        Reason.RESOLVED,
                        "expiresAt: soon"));
    }
}
