package io.ninerouter.operator.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.operator.compile.Declared;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class AttachedObjectsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final Cache cache = new Cache();
    private final AttachedObjects<ModelAlias.Spec, ModelAlias> objects = new AttachedObjects<>(Kind.ALIAS);

    @RepeatedTest(50)
    void readingWhatHasChangedGivesWhatReadingEverythingGives(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int round = 0; round < 60; round++) {
            int changes = random.nextInt(5);
            for (int i = 0; i < changes; i++) {
                cache.change(random);
            }
            List<Declared<ModelAlias.Spec>> fresh =
                    new AttachedObjects<ModelAlias.Spec, ModelAlias>(Kind.ALIAS).read(1, cache, NOW);

            assertThat(objects.read(1, cache, NOW)).as("round " + round).isEqualTo(fresh);
        }
        assertThat(cache.wholeLooks)
                .as("whole looks beside those of what is compared with")
                .isEqualTo(60 + 1);
    }

    @Test
    void whatHasNotChangedIsTheVeryInstance() {
        cache.put("a", "1", 1, "x");
        Declared<ModelAlias.Spec> first = objects.read(1, cache, NOW).getFirst();
        cache.put("b", "2", 2, "y");

        assertThat(objects.read(1, cache, NOW)).hasSize(2).anyMatch(object -> object == first);
    }

    @Test
    void anotherVersionOfTheSameIsTheVeryList() {
        cache.put("a", "1", 1, "x");
        List<Declared<ModelAlias.Spec>> first = objects.read(1, cache, NOW);
        cache.put("a", "1", 1, "x");

        assertThat(objects.read(1, cache, NOW)).isSameAs(first);
    }

    @Test
    void whatCameWithoutAWordIsFoundByTheNextThoroughLook() {
        cache.put("a", "1", 1, "x");
        objects.read(1, cache, NOW);
        cache.silent("b", "2");
        cache.put("a", "1", 2, "y");

        assertThat(objects.read(1, cache, NOW)).hasSize(1);
        cache.put("a", "1", 3, "z");
        assertThat(objects.read(1, cache, NOW.plus(AttachedObjects.THOROUGH).plusMillis(1)))
                .hasSize(2);
    }

    @Test
    void moreThanIsRememberedIsReadAsAWhole() {
        cache.put("a", "1", 1, "x");
        objects.read(1, cache, NOW);
        for (int i = 0; i <= Journal.KEPT; i++) {
            cache.put("b" + i, "b" + i, 1, "x");
        }

        assertThat(objects.read(1, cache, NOW)).hasSize(Journal.KEPT + 2);
    }

    @Test
    void anotherPlaceIsReadAsAWhole() {
        cache.put("a", "1", 1, "x");
        objects.read(1, cache, NOW);
        cache.silent("b", "2");

        assertThat(objects.read(2, cache, NOW)).hasSize(2);
    }

    /** A cache of which a journal is kept. What leads to {@code elsewhere} does not attach. */
    private static final class Cache implements AttachedObjects.Source<ModelAlias> {
        private final Map<String, ModelAlias> byName = new TreeMap<>();
        private final Journal journal = new Journal();
        private int made;
        private int wholeLooks;

        void change(Random random) {
            String name = "n" + random.nextInt(12);
            ModelAlias before = byName.get(name);
            if (before != null && random.nextInt(4) == 0) {
                byName.remove(name);
                journal.add(new ResourceID(name, "ai"));
            } else if (before != null && random.nextBoolean()) {
                put(
                        name,
                        before.getMetadata().getUid(),
                        before.getMetadata().getGeneration() + random.nextInt(2),
                        random.nextInt(3) == 0 ? "elsewhere" : "m" + random.nextInt(3));
            } else {
                put(name, "u" + made++, 1, "m" + random.nextInt(3));
            }
        }

        void put(String name, String uid, long generation, String target) {
            byName.put(name, alias(name, uid, generation, target));
            journal.add(new ResourceID(name, "ai"));
        }

        void silent(String name, String uid) {
            byName.put(name, alias(name, uid, 1, "x"));
        }

        private static ModelAlias alias(String name, String uid, long generation, String target) {
            ModelAlias alias = new ModelAlias();
            alias.setMetadata(new ObjectMetaBuilder()
                    .withNamespace("ai")
                    .withName(name)
                    .withUid(uid)
                    .withGeneration(generation)
                    .withCreationTimestamp("2026-11-30T00:00:0" + Math.abs(uid.hashCode() % 5) + "Z")
                    .build());
            alias.setSpec(new ModelAlias.Spec(null, null, target));
            return alias;
        }

        @Override
        public long changes() {
            return journal.count();
        }

        @Override
        public @Nullable Set<ResourceID> changedSince(long changes) {
            return journal.since(changes);
        }

        @Override
        public Stream<ModelAlias> all() {
            wholeLooks++;
            return new ArrayList<>(byName.values()).stream().filter(Cache::attaches);
        }

        @Override
        public Optional<ModelAlias> find(ResourceID id) {
            return Optional.ofNullable(byName.get(id.getName())).filter(Cache::attaches);
        }

        private static boolean attaches(ModelAlias alias) {
            return !alias.getSpec().target().equals("elsewhere");
        }
    }

    @Test
    void aJournalKnowsWhatCameLastAndSaysWhenItDoesNot() {
        Journal journal = new Journal();
        Set<ResourceID> all = new HashSet<>();
        for (int i = 0; i < Journal.KEPT; i++) {
            journal.add(new ResourceID("n" + i, "ai"));
            all.add(new ResourceID("n" + i, "ai"));
        }

        assertThat(journal.since(0)).isEqualTo(all);
        journal.add(new ResourceID("n0", "ai"));
        assertThat(journal.since(0)).isNull();
        assertThat(journal.since(1)).isEqualTo(all);
        assertThat(journal.since(journal.count())).isEmpty();
    }
}
