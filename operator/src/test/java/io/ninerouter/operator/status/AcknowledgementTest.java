package io.ninerouter.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Credential;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.compile.Fragment;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who has acknowledged what, over a sequence of publications. */
class AcknowledgementTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final ObjectRef QUIET = new ObjectRef(Kind.ALIAS, "ai", "quiet");
    private static final ObjectRef BUSY = new ObjectRef(Kind.COMBO, "ai", "busy");

    @Test
    void objectThatIsAppliedAllTheTimeNeverMakesOthersWait() {
        RevisionHistory configs = RevisionHistory.EMPTY;
        RevisionHistory credentials = RevisionHistory.EMPTY.publish("k");
        FragmentTracker tracker = FragmentTracker.EMPTY;
        for (int i = 1; i <= 2_000; i++) {
            configs = configs.publish("c" + i);
            tracker = tracker.advance(
                    Map.of(QUIET, verdict(QUIET, Fragment.of("same")), BUSY, verdict(BUSY, Fragment.of("v" + i))),
                    configs.sequence(),
                    credentials.sequence(),
                    NOW);
            // The replica is always ten publications behind.
            Fleet fleet = fleet(configs, credentials, "c" + Math.max(1, i - 10));

            assertThat(acknowledged(fleet, tracker, QUIET)).isTrue();
            assertThat(acknowledged(fleet, tracker, BUSY)).isEqualTo(i == 1);
        }
    }

    @Test
    void contentThatComesBackCountsForItsLastPublication() {
        RevisionHistory configs =
                RevisionHistory.EMPTY.publish("a").publish("b").publish("a");

        assertThat(configs.acknowledged("a")).isEqualTo(3);
        assertThat(configs.acknowledged("b")).isEqualTo(2);
        assertThat(configs.acknowledged("c")).isZero();
        assertThat(configs.acknowledged(null)).isZero();
    }

    @Test
    void publishingTheSameAgainIsNoPublication() {
        RevisionHistory once = RevisionHistory.EMPTY.publish("a");

        assertThat(once.publish("a")).isSameAs(once);
    }

    @Test
    void historyIsBounded() {
        RevisionHistory configs = RevisionHistory.EMPTY;
        for (int i = 0; i < 3 * RevisionHistory.CAPACITY; i++) {
            configs = configs.publish("c" + i);
        }

        assertThat(configs.entries()).hasSize(RevisionHistory.CAPACITY);
        assertThat(configs.sequence()).isEqualTo(3L * RevisionHistory.CAPACITY);
        assertThat(configs.acknowledged("c0")).isZero();
    }

    @Test
    void changedCredentialWaitsForTheCredentialsOnly() {
        FragmentTracker before = FragmentTracker.EMPTY.advance(
                Map.of(QUIET, verdict(QUIET, new Fragment("x", Credential.apiKey("one")))), 1, 1, NOW);

        FragmentTracker after = before.advance(
                Map.of(QUIET, verdict(QUIET, new Fragment("x", Credential.apiKey("two")))), 2, 2, NOW.plusSeconds(5));

        assertThat(after.find(QUIET).configSequence()).isEqualTo(1);
        assertThat(after.find(QUIET).credentialSequence()).isEqualTo(2);
        assertThat(after.find(QUIET).credentialSince()).isEqualTo(NOW.plusSeconds(5));
        assertThat(after.toString()).doesNotContain("two");
    }

    @Test
    void changedPasswordOfAProxyWaitsForTheCredentialsToo() {
        Credential key = Credential.apiKey("one");
        FragmentTracker before = FragmentTracker.EMPTY.advance(
                Map.of(QUIET, verdict(QUIET, new Fragment("x", key, Map.of("_proxy", Credential.apiKey("old"))))),
                1,
                1,
                NOW);

        FragmentTracker after = before.advance(
                Map.of(QUIET, verdict(QUIET, new Fragment("x", key, Map.of("_proxy", Credential.apiKey("new"))))),
                2,
                2,
                NOW.plusSeconds(5));

        assertThat(after.find(QUIET).configSequence()).isEqualTo(1);
        assertThat(after.find(QUIET).credentialSequence()).isEqualTo(2);
        assertThat(after.find(QUIET).credentialSince())
                .as("the provider is shown the same")
                .isEqualTo(before.find(QUIET).credentialSince());
    }

    @Test
    void objectThatGoesIsForgotten() {
        FragmentTracker tracker =
                FragmentTracker.EMPTY.advance(Map.of(QUIET, verdict(QUIET, Fragment.of("x"))), 1, 1, NOW);

        assertThat(tracker.advance(Map.of(), 2, 1, NOW).find(QUIET)).isNull();
        assertThat(tracker.advance(Map.of(QUIET, verdict(QUIET, null)), 2, 1, NOW)
                        .find(QUIET))
                .isNull();
    }

    @Test
    void knowingWhatHasChangedSavesWorkAndChangesNothing() {
        Random random = new Random(3);
        Map<ObjectRef, Verdict> verdicts = new HashMap<>();
        FragmentTracker all = FragmentTracker.EMPTY;
        FragmentTracker few = FragmentTracker.EMPTY;
        for (int i = 1; i <= 500; i++) {
            Set<ObjectRef> changed = new HashSet<>();
            for (int edits = random.nextInt(4); edits > 0; edits--) {
                ObjectRef ref = new ObjectRef(Kind.COMBO, "ai", "c" + random.nextInt(8));
                changed.add(ref);
                switch (random.nextInt(4)) {
                    case 0 -> verdicts.remove(ref);
                    case 1 -> verdicts.put(ref, verdict(ref, null));
                    default -> verdicts.put(ref, verdict(ref, Fragment.of("v" + random.nextInt(3))));
                }
            }
            all = all.advance(verdicts, i, i / 2, NOW.plusSeconds(i));
            few = few.advance(verdicts, changed, i, i / 2, NOW.plusSeconds(i));

            for (int n = 0; n < 8; n++) {
                ObjectRef ref = new ObjectRef(Kind.COMBO, "ai", "c" + n);
                assertThat(few.find(ref)).as("step %s, %s", i, ref).isEqualTo(all.find(ref));
            }
        }
    }

    private static boolean acknowledged(Fleet fleet, FragmentTracker tracker, ObjectRef ref) {
        FragmentTracker.Tracked tracked = tracker.find(ref);
        return fleet.acknowledged(tracked.configSequence(), tracked.credentialSequence())
                == fleet.live().size();
    }

    private static Fleet fleet(RevisionHistory configs, RevisionHistory credentials, String serves) {
        ReplicaReport report = new ReplicaReport(
                true, serves, "k", null, null, NOW.toString(), NOW.toString(), 0, List.of(), List.of());
        return Fleet.of(List.of(new Fleet.Reported("gw", report)), configs, credentials, NOW);
    }

    private static Verdict verdict(ObjectRef ref, Fragment fragment) {
        return new Verdict(ref, 1, Decision.ACCEPTED, Decision.RESOLVED, fragment, Verdict.Detail.NONE);
    }
}
