package io.ninerouter.operator.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.ConfigCodec;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import java.util.HashSet;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every set of objects; the sets are drawn at random from a seed that the test's name shows. */
class CompileLawsTest {
    private static final String[] PROVIDERS = {"openai", "deepseek", "groq", "anthropic", "nothing"};
    private static final String[] MODELS = {"openai/gpt-5", "ds/deepseek-chat", "groq/x", "c1", "c2", "a1", "a2", "o3"};

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void orderOfInputsChangesNothing(long seed) {
        World world = random(new Random(seed), 15);

        Compilation first = world.compile();
        Compilation second = world.compileShuffled(seed + 1);

        assertThat(ConfigCodec.encode(second.config())).isEqualTo(ConfigCodec.encode(first.config()));
        assertThat(second.verdicts()).isEqualTo(first.verdicts());
        assertThat(second.credentials()).isEqualTo(first.credentials());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void brokenObjectsChangeNothingForTheOthers(long seed) {
        World world = random(new Random(seed), 12);
        Compilation before = world.compile();

        Compilation after = world.connection("broken-1", "{provider: nobody, auth: {none: {}}}")
                .connection("broken-2", "{provider: openai, auth: {apiKey: {secretRef: {name: nowhere}}}}")
                .connection("broken-3", "{provider: openai, auth: {oauth: {secretRef: {name: s}, flow: Import}}}")
                .node("broken-4", "{dialect: OpenAIChat, baseUrl: 'not a url'}")
                .combo("broken-5", "broken-5", "openai/gpt-5")
                .combo("broken-6", "nothing/at-all")
                .alias("broken-7", "broken-6")
                .key("broken-8", "{expiresAt: never, secretName: s}")
                .key("elsewhere", "broken-9", "{secretName: s}")
                .compile();

        assertThat(after.config()).isEqualTo(before.config());
        assertThat(after.credentials()).isEqualTo(before.credentials());
        before.verdicts()
                .forEach((ref, verdict) -> assertThat(after.verdicts().get(ref)).isEqualTo(verdict));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aYoungerObjectTakesNothingThatAnOlderOneServes(long seed) {
        Random random = new Random(seed);
        World world = random(random, 12);
        Compilation before = world.compile();

        Compilation after = world.combo("c1", pick(random, MODELS), pick(random, MODELS))
                .alias("a1", pick(random, MODELS))
                .combo("a2", pick(random, MODELS))
                .compile();

        assertThat(after.config().combos().stream().map(combo -> combo.name()))
                .containsAll(before.config().combos().stream()
                        .map(combo -> combo.name())
                        .toList());
        assertThat(after.config().aliases()).containsAll(before.config().aliases());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void compilingAgainAfterAPublicationGivesTheSame(long seed) {
        Random random = new Random(seed);
        World world = random(random, 15);
        LastValid before = LastValid.NONE;
        for (int i = 0; i < 8; i++) {
            breakSomething(world, random);
            Compilation once = world.compile(before);
            Compilation twice = world.compile(once.lastValid());

            once.verdicts()
                    .forEach((ref, verdict) ->
                            assertThat(twice.verdicts().get(ref)).isEqualTo(verdict));
            assertThat(twice.config()).isEqualTo(once.config());
            assertThat(twice.lastValid()).isEqualTo(once.lastValid());
            before = once.lastValid();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatWasCompiledBeforeSavesWorkAndChangesNothing(long seed) {
        Random random = new Random(seed);
        World world = random(random, 15);
        LastValid before = LastValid.NONE;
        LastValid made = LastValid.NONE;
        Compiled previous = null;
        for (int i = 0; i < 40; i++) {
            change(world, random);
            Compilation fresh = world.compile(before);
            Compiled next = world.compile(made, previous);

            assertThat(next.compilation()).as("step %s", i).isEqualTo(fresh);
            assertThat(next.lastValid()).as("step %s", i).isEqualTo(fresh.lastValid());
            assertThat(changes(previous, next)).as("step %s", i).isEqualTo(next.changedSince(previous));
            assertThat(ConfigCodec.encode(next.compilation().config()))
                    .as("step %s", i)
                    .isEqualTo(ConfigCodec.encode(fresh.config()));
            previous = next;
            // Now and then nothing is published, as when it is too large.
            if (random.nextInt(4) != 0) {
                before = fresh.lastValid();
                made = next.lastValid();
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void editsOfNamesThatLeadSomewhereGiveTheSameAsEverythingAnew(long seed) {
        Random random = new Random(seed);
        World world = World.with("openai", "groq");
        for (int i = 0; i < 6; i++) {
            world.combo("c" + i, "openai/gpt-5").alias("a" + i, "groq/x");
        }
        String[] models = {"openai/gpt-5", "groq/x", "openai/o3", "gpt-5", "c1", "a2", "nothing/at-all"};
        LastValid before = LastValid.NONE;
        LastValid made = LastValid.NONE;
        Compiled previous = null;
        int few = 0;
        for (int i = 0; i < 60; i++) {
            for (int edits = 1 + random.nextInt(2); edits > 0; edits--) {
                // Most lead to models alone; some to a name, some in circles, some nowhere.
                int most = random.nextInt(15) == 0 ? models.length : 4;
                edit(world, random, models[random.nextInt(most)]);
            }
            Compilation fresh = world.compile(before);
            Compiled next = world.compile(made, previous);

            assertThat(next.compilation()).as("step %s", i).isEqualTo(fresh);
            assertThat(next.lastValid()).as("step %s", i).isEqualTo(fresh.lastValid());
            assertThat(changes(previous, next)).as("step %s", i).isEqualTo(next.changedSince(previous));
            few += previous != null && namesSince(previous, next) != null ? 1 : 0;
            previous = next;
            if (random.nextInt(4) != 0) {
                before = fresh.lastValid();
                made = next.lastValid();
            }
        }
        assertThat(few).as("times that only the edited names were judged").isGreaterThan(5);
    }

    private static void edit(World world, Random random, String model) {
        int n = random.nextInt(6);
        switch (random.nextInt(40)) {
            case 0 ->
                world.edit(Kind.COMBO, "c" + n, "{name: c" + random.nextInt(6) + ", models: [{model: " + model + "}]}");
            case 9 -> world.without(Kind.COMBO, "c" + n);
            case 10, 11, 12 -> world.without(Kind.COMBO, "c" + n).combo("c" + n, model);
            case 1, 2, 3, 4, 5, 6, 7, 8 -> world.edit(Kind.ALIAS, "a" + n, "{target: " + model + "}");
            default -> world.edit(Kind.COMBO, "c" + n, "{models: [{model: " + model + "}, {model: openai/gpt-5}]}");
        }
    }

    private static @Nullable Set<ObjectRef> namesSince(Compiled earlier, Compiled later) {
        return later.stages()
                .names()
                .result()
                .step()
                .since(earlier.stages().names().result().step());
    }

    /** The objects on which two verdicts differ; null when there is no earlier compilation. */
    private static @Nullable Set<ObjectRef> changes(@Nullable Compiled earlier, Compiled later) {
        if (earlier == null) {
            return null;
        }
        Set<ObjectRef> changed = new HashSet<>(earlier.compilation().verdicts().keySet());
        changed.addAll(later.compilation().verdicts().keySet());
        changed.removeIf(ref -> Objects.equals(
                earlier.compilation().verdicts().get(ref),
                later.compilation().verdicts().get(ref)));
        return changed;
    }

    @Test
    void aNameThatLedNowhereInPartIsForgottenWhenItsObjectGoes() {
        World world = World.with("openai").combo("c", "openai/gpt-5", "groq/x");
        Compiled before = world.compile(LastValid.NONE, null);
        world.without(Kind.COMBO, "c");

        Compiled after = world.compile(before.compilation().lastValid(), before);

        assertThat(before.compilation().config().combos()).hasSize(1);
        assertThat(after.compilation().config().combos()).isEmpty();
        assertThat(after.changedSince(before)).extracting(ObjectRef::name).containsExactly("c");
    }

    @Test
    void anEditOfOneNameJudgesThatOneAlone() {
        World world = World.with("openai", "groq")
                .combo("c1", "openai/gpt-5")
                .combo("c2", "groq/x")
                .alias("a", "c2");
        Compiled before = world.compile(LastValid.NONE, null);
        world.edit(Kind.COMBO, "c1", "{models: [{model: openai/o3}]}");
        Compiled alone = world.compile(before.compilation().lastValid(), before);
        world.edit(Kind.COMBO, "c2", "{models: [{model: openai/o3}]}");
        Compiled referred = world.compile(alone.compilation().lastValid(), alone);

        assertThat(namesSince(before, alone)).extracting(ObjectRef::name).containsExactly("c1");
        assertThat(namesSince(alone, referred)).as("an alias leads to it").isNull();
    }

    @Test
    void whatIsNotConcernedIsTheVeryInstance() {
        World world = World.with("openai", "groq")
                .combo("c1", "openai/gpt-5")
                .combo("c2", "c1")
                .alias("a", "groq/x");
        Compiled before = world.compile(LastValid.NONE, null);
        world.edit(Kind.COMBO, "c2", "{models: [{model: groq/y}]}");

        Compiled after = world.compile(before.compilation().lastValid(), before);

        before.compilation().verdicts().forEach((ref, verdict) -> {
            if (!ref.name().equals("c2")) {
                assertThat(after.compilation().verdicts().get(ref)).isSameAs(verdict);
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whereNothingIsBrokenTheLastFormsChangeNothing(long seed) {
        Random random = new Random(seed);
        World world = random(random, 15);
        LastValid before = LastValid.NONE;
        for (int i = 0; i < 5; i++) {
            breakSomething(world, random);
            before = world.compile(before).lastValid();
        }
        Compilation fresh = world.compile();
        // What is refused or leads nowhere goes, until nothing of the kind is left.
        while (fresh.verdicts().values().stream().anyMatch(CompileLawsTest::isBroken)) {
            fresh.verdicts().values().stream()
                    .filter(CompileLawsTest::isBroken)
                    .forEach(verdict ->
                            world.without(verdict.ref().kind(), verdict.ref().name()));
            fresh = world.compile();
        }

        assertThat(world.compile(before).config()).isEqualTo(fresh.config());
    }

    private static boolean isBroken(Verdict verdict) {
        return !verdict.accepted().holds() || !verdict.resolved().holds();
    }

    private static void change(World world, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> add(world, random);
            case 1 -> world.secret("p" + random.nextInt(4), "api-key", "rotated-" + random.nextInt(3));
            case 2 ->
                world.editRouter(
                        pick(random, "{}", "{routing: {combos: {strategy: RoundRobin}}}", "{timeouts: {idle: soon}}"));
            default -> {
                if (!world.objects().isEmpty()) {
                    breakSomething(world, random);
                }
            }
        }
    }

    private static void breakSomething(World world, Random random) {
        Declared<?> object = world.objects().get(random.nextInt(world.objects().size()));
        switch (object.ref().kind()) {
            case CONNECTION ->
                world.edit(
                        Kind.CONNECTION,
                        object.name(),
                        "{provider: " + pick(random, PROVIDERS) + ", auth: {apiKey: {secretRef: {name: " + object.name()
                                + "}}}}");
            case NODE ->
                world.edit(
                        Kind.NODE,
                        object.name(),
                        "{prefix: " + pick(random, "ds", "n1", "z", "y") + ", dialect: OpenAIChat, baseUrl: '"
                                + pick(random, "http://x.svc/v1", "not a url") + "'}");
            case COMBO ->
                world.edit(
                        Kind.COMBO,
                        object.name(),
                        "{models: [{model: " + pick(random, MODELS) + "}, {model: " + pick(random, MODELS) + "}]}");
            case ALIAS ->
                world.edit(
                        Kind.ALIAS,
                        object.name(),
                        "{alias: " + pick(random, "a1", "a2", "a3", "c1") + ", target: " + pick(random, MODELS) + "}");
            case KEY -> world.edit(Kind.KEY, object.name(), "{secretRef: {name: s" + random.nextInt(4) + "}}");
            case ROUTER -> throw new IllegalStateException("the Router is not in the list");
        }
    }

    @Test
    void whatIsServedLeadsSomewhere() {
        seeds().forEach(seed -> {
            Compilation compilation = random(new Random(seed), 20).compile();
            compilation.verdicts().values().forEach(verdict -> {
                if (verdict.fragment() != null) {
                    assertThat(verdict.accepted().holds())
                            .as("seed %s, %s", seed, verdict)
                            .isTrue();
                }
            });
            compilation
                    .config()
                    .connections()
                    .forEach(connection -> assertThat(compilation.config().providers())
                            .as("seed %s", seed)
                            .anyMatch(provider -> provider.id().equals(connection.provider())));
            assertThat(compilation.config().providers().stream().flatMap(provider -> provider.prefixes().stream()))
                    .doesNotHaveDuplicates();
        });
    }

    private static World random(Random random, int objects) {
        World world = new World();
        for (int i = 0; i < objects; i++) {
            add(world, random);
        }
        return world;
    }

    private static void add(World world, Random random) {
        int n = random.nextInt(4);
        switch (random.nextInt(6)) {
            case 0 -> once(world, Kind.CONNECTION, "p" + n, name -> world.account(name, pick(random, PROVIDERS)));
            case 1 ->
                once(
                        world,
                        Kind.NODE,
                        pick(random, "openai", "n1", "n2", "ds"),
                        name -> world.endpoint(name, pick(random, "ds", "n1", "z", "openai")));
            case 2 ->
                once(world, Kind.COMBO, "c" + n, name -> world.combo(name, pick(random, MODELS), pick(random, MODELS)));
            case 3 -> once(world, Kind.ALIAS, "a" + n, name -> world.alias(name, pick(random, MODELS)));
            case 4 ->
                once(
                        world,
                        Kind.KEY,
                        "k" + n,
                        name -> world.secret("s" + n, "api-key", "sk-" + random.nextInt(3))
                                .key(name, "{secretRef: {name: s" + n + "}}"));
            default -> world.withoutSecret("p" + n);
        }
    }

    private static void once(World world, Kind kind, String name, java.util.function.Consumer<String> add) {
        world.without(kind, name);
        add.accept(name);
    }

    private static String pick(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }
}
