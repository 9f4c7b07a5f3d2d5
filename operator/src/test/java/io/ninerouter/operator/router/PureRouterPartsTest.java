package io.ninerouter.operator.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.NotUnderstood;
import io.ninerouter.config.PackedPieces;
import io.ninerouter.config.PartIndex;
import io.ninerouter.config.PartedData;
import io.ninerouter.config.PieceWriter;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.config.UsageFigures;
import io.ninerouter.config.UsageReport;
import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.Compiled;
import io.ninerouter.operator.compile.LastValid;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.Origin;
import io.ninerouter.operator.compile.World;
import io.ninerouter.operator.status.FragmentTracker.Tracked;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PureRouterPartsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Map<String, String> LABELS = Map.of("team", "a", "env", "prod");

    @Test
    void selectorsMeanWhatKubernetesMeans() {
        LabelSelectorBuilder builder = new LabelSelectorBuilder();
        assertThat(Selectors.matches(null, LABELS)).isFalse();
        assertThat(Selectors.matches(new LabelSelector(), LABELS)).isTrue();
        assertThat(Selectors.matches(builder.addToMatchLabels("team", "a").build(), LABELS))
                .isTrue();
        assertThat(Selectors.matches(builder.addToMatchLabels("team", "b").build(), LABELS))
                .isFalse();
        assertThat(Selectors.matches(expression("team", "In", "a", "b"), LABELS))
                .isTrue();
        assertThat(Selectors.matches(expression("team", "NotIn", "a"), LABELS)).isFalse();
        assertThat(Selectors.matches(expression("other", "NotIn", "a"), LABELS)).isTrue();
        assertThat(Selectors.matches(expression("other", "Exists"), LABELS)).isFalse();
        assertThat(Selectors.matches(expression("other", "DoesNotExist"), LABELS))
                .isTrue();
        assertThat(Selectors.matches(expression("team", "FromTheFuture"), LABELS))
                .isFalse();
    }

    @Test
    void heartbeatThatSaysNothingNewIsNotWorthALook() {
        GatewayReplica before = replica("c", 1, NOW);

        assertThat(ReplicaChange.matters(replica("c", 7, NOW.plusSeconds(10)), before))
                .isFalse();
        assertThat(ReplicaChange.matters(replica("d", 1, NOW.plusSeconds(1)), before))
                .isTrue();
        assertThat(ReplicaChange.matters(replica("c", 1, NOW.plusSeconds(40)), before))
                .as("back from a silence")
                .isTrue();
        assertThat(ReplicaChange.matters(before, new GatewayReplica())).isTrue();
        GatewayReplica older = replica("c", 1, NOW.plusSeconds(1));
        ReplicaReport says = older.getStatus();
        older.setStatus(new ReplicaReport(
                true,
                "c",
                "k",
                null,
                null,
                says.reportedAt(),
                says.startedAt(),
                1,
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of(new NotUnderstood(NotUnderstood.COMBOS, "c", "not served"))));
        assertThat(ReplicaChange.matters(older, before))
                .as("it understands less than was thought")
                .isTrue();
    }

    @Test
    void theWriterOfAReportIsOverOnceAnotherProcessHasItsPlace() {
        GatewayReplica running = replica("c", 1, NOW);
        running.setMetadata(named("running", NOW));
        GatewayReplica replaced = replica("c", 1, NOW);
        replaced.setMetadata(named("replaced", NOW.plusSeconds(5)));
        GatewayReplica closed = replica("c", 1, NOW);
        closed.setStatus(closed.getStatus()
                .with(new UsageReport("l", NOW.toString(), true, UsageFigures.NONE, List.of(), List.of())));
        closed.setMetadata(named("closed, and replaced", NOW.plusSeconds(5)));

        assertThat(Replicas.ended(Stream.of(running, replaced, closed), NOW))
                .containsExactlyInAnyOrder("replaced", "closed, and replaced");
    }

    @Test
    void newLeaderKeepsTheAcknowledgementsOfWhatStandsAlready() {
        World world = World.with("openai", "groq").combo("old", "openai/gpt-5").alias("gone", "groq/x");
        PublishedBefore before = published(world.compile());
        Compiled next = world.without(Kind.ALIAS, "gone")
                .secret("groq", "api-key", "rotated")
                .combo("new", "openai/o3")
                .compile(LastValid.NONE, null);

        RouterMemory memory = before.memory(next.compilation())
                .published(null, Prepared.of(next, null), List.of("credentials-2"), NOW);

        assertThat(tracked(memory, Kind.COMBO, "old").configSequence()).isEqualTo(1);
        assertThat(tracked(memory, Kind.COMBO, "new").configSequence()).isEqualTo(2);
        assertThat(tracked(memory, Kind.CONNECTION, "openai").credentialSequence())
                .isEqualTo(1);
        assertThat(tracked(memory, Kind.CONNECTION, "groq").configSequence()).isEqualTo(1);
        assertThat(tracked(memory, Kind.CONNECTION, "groq").credentialSequence())
                .isEqualTo(2);
        assertThat(tracked(memory, Kind.ROUTER, "main").configSequence()).isEqualTo(1);
    }

    @Test
    void lastValidFormsAreReadBackAsTheyWere() {
        World world = World.with("openai", "groq").combo("c", "openai/gpt-5").alias("a", "groq/x");
        Compilation before = world.compile();
        Compilation broken =
                world.edit(Kind.COMBO, "c", "{models: [{model: no/such}]}").compile(before.lastValid());

        assertThat(broken.config().combos()).isEqualTo(before.config().combos());
        assertThat(published(broken).lastValid()).isEqualTo(broken.lastValid());
    }

    @Test
    void partsThatReadersGoByAreNotOverwritten() {
        List<String> names = List.of("s-0", "s-1", "s-2", "s-3");
        String a = "digest of a";
        String b = "digest of b";
        String c = "digest of c";

        PartIndex first = PartSlots.assign(List.of(a, b), null, names);
        PartIndex second = PartSlots.assign(List.of(a, c), first, names);
        PartIndex third = PartSlots.assign(List.of(b, c), second, names);

        assertThat(first.parts()).extracting(PartIndex.Part::secret).containsExactly("s-0", "s-1");
        assertThat(second.parts()).extracting(PartIndex.Part::secret).containsExactly("s-0", "s-2");
        assertThat(third.parts()).extracting(PartIndex.Part::secret).containsExactly("s-1", "s-2");
        assertThat(PartSlots.assign(List.of(b, c), third, names)).isEqualTo(third);
        assertThat(PartSlots.assign(List.of(a, b, c), third, List.of("s-1", "s-2")))
                .as("no Secret is left")
                .isNull();
    }

    @Test
    void whatTheNextChangesWriteIntoIsKeptAndAllElseThatNobodyReadsIsLeftOver() {
        List<String> names = List.of("s-0", "s-1", "s-2", "s-3", "s-4", "s-5");
        PartIndex two = new PartIndex(
                PartIndex.FORMAT, List.of(new PartIndex.Part("s-0", "a"), new PartIndex.Part("s-3", "b")));

        assertThat(PartSlots.leftOver(two, names, true)).containsExactly("s-4", "s-5");
        assertThat(PartSlots.leftOver(two, names, false)).containsExactly("s-1", "s-2", "s-4", "s-5");
        assertThat(PartSlots.leftOver(null, names, true)).isEqualTo(names);
        PartIndex next = PartSlots.assign(List.of("c", "d"), two, names);
        assertThat(next).isNotNull();
        assertThat(next.parts()).extracting(PartIndex.Part::secret).containsExactly("s-1", "s-2");
    }

    @Test
    void whereThePartsComeFromIsReadBackFromAsManySecretsAsItStandsIn() {
        SortedMap<ObjectRef, Origin> origins = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            origins.put(new ObjectRef(Kind.COMBO, World.NAMESPACE, "c" + i), new Origin("mark-" + i, i, "c" + i));
        }

        for (int into = 1; into <= PartedData.MAX_PARTS; into *= 2) {
            Map<String, byte[]> data = origins(origins, into);

            assertThat(data).hasSize(into);
            assertThat(OriginsCodec.decode(data)).isEqualTo(origins);
        }
    }

    /** As they stand beside a document of so many Secrets. */
    private static Map<String, byte[]> origins(SortedMap<ObjectRef, Origin> origins, int into) {
        List<byte[]> packed = OriginsCodec.encode(origins, into, PackedPieces.NONE).stream()
                .map(PieceWriter::packed)
                .toList();
        List<PartedData.Part> parts = into == 1 ? List.of() : Collections.nCopies(into, new PartedData.Part(Map.of()));
        return new PartedData(Map.of(), parts, "")
                .withEach(RouterSecrets.ORIGINS_KEY, packed)
                .whole();
    }

    private static PublishedBefore published(Compilation compilation) {
        return new PublishedBefore(
                ConfigCodec.decode(ConfigCodec.encode(compilation.config())),
                ConfigCodec.revision(compilation.config()),
                ConfigCodec.decodeCredentials(PublishedSecrets.encode(compilation.credentials())),
                OriginsCodec.decode(origins(compilation.origins(), 1)));
    }

    private static Tracked tracked(RouterMemory memory, Kind kind, String name) {
        return memory.tracker().find(new ObjectRef(kind, World.NAMESPACE, name));
    }

    private static LabelSelector expression(String key, String operator, String... values) {
        return new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey(key)
                .withOperator(operator)
                .withValues(values)
                .endMatchExpression()
                .build();
    }

    private static ObjectMeta named(String name, Instant startedAt) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withAnnotations(Map.of(ReplicaReport.STARTED_AT, startedAt.toString()))
                .build();
    }

    private static GatewayReplica replica(String revision, int inFlight, Instant at) {
        GatewayReplica replica = new GatewayReplica();
        replica.setStatus(new ReplicaReport(
                true, revision, "k", null, null, at.toString(), NOW.toString(), inFlight, List.of(), List.of()));
        return replica;
    }
}
