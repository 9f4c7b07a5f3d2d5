package io.ninerouter.quickstart.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.quickstart.api.error.StatusException;
import io.ninerouter.quickstart.api.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObjectStoreTest {

    private final ObjectStore store = new ObjectStore(1_000, new StoreLimits(3, 1 << 20, 2));

    @Test
    void numbersEveryWrite() {
        assertThat(insert("a").revision()).isEqualTo(1_001);
        assertThat(insert("b").object().path("metadata").path("resourceVersion").asText())
                .isEqualTo("1002");
        assertThat(store.revision()).isEqualTo(1_002);
    }

    @Test
    void refusesToReplaceWhatIsNoLongerTheLastVersion() {
        Stored first = insert("a");
        assertThat(store.replace("c", first, Json.object())).isPresent();
        assertThat(store.replace("c", first, Json.object())).isEmpty();
        assertThat(store.remove("c", first)).isEmpty();
        assertThat(store.insert("c", first.key(), Json.object())).isEmpty();
    }

    @Test
    void listsANamespaceAndNoNeighbour() {
        for (String namespace : List.of("a", "a-b", "ab", "b")) {
            store.insert("c", new ObjectKey(namespace, "x"), Json.object());
        }
        assertThat(store.list("c", "a").objects())
                .extracting(stored -> stored.key().namespace())
                .containsExactly("a");
        assertThat(store.list("c", "").objects()).hasSize(4);
    }

    @Test
    void deliversEverythingBetweenAListingAndNow() throws InterruptedException {
        long since = insert("a").revision();
        insert("b");
        try (Subscription subscription = store.resume("c", since)) {
            insert("d");
            assertThat(subscription.replay())
                    .extracting(e -> e.object().key().name())
                    .containsExactly("b");
            assertThat(next(subscription))
                    .get()
                    .satisfies(e -> assertThat(e.object().key().name()).isEqualTo("d"));
        }
    }

    @Test
    void forgetsTheOldestChangesAndSaysSo() {
        long since = insert("a").revision();
        List.of("b", "c", "d").forEach(this::insert);
        assertThat(store.resume("c", since).replay()).hasSize(3);
        insert("e");
        assertThatThrownBy(() -> store.resume("c", since))
                .isInstanceOfSatisfying(
                        StatusException.class, e -> assertThat(e.code()).isEqualTo(410));
    }

    @Test
    void forgetsByWeightToo() {
        ObjectStore small = new ObjectStore(0, new StoreLimits(100, 1_000, 10));
        String text = "x".repeat(600);
        for (String name : List.of("a", "b", "c")) {
            small.insert("c", new ObjectKey("", name), Json.object().put("text", text));
        }
        assertThat(small.resume("c", 2).replay()).hasSize(1);
        assertThatThrownBy(() -> small.resume("c", 1)).isInstanceOf(StatusException.class);
    }

    @Test
    void knowsNoRevisionOfAnotherStore() {
        assertThatThrownBy(() -> store.resume("c", 999)).isInstanceOf(StatusException.class);
        assertThatThrownBy(() -> store.resume("c", 5_000)).isInstanceOf(StatusException.class);
        assertThat(store.resume("c", 1_000).replay()).isEmpty();
    }

    @Test
    void cutsAWatcherThatDoesNotKeepUp() throws InterruptedException {
        Subscription slow = store.subscribe("c");
        List.of("a", "b", "d").forEach(this::insert);
        assertThat(slow.closed()).isTrue();
        assertThat(next(slow)).isPresent();
        assertThat(next(slow)).isPresent();
        assertThat(next(slow)).isEmpty();
    }

    @Test
    void wakesAWatcherThatIsClosed() throws InterruptedException {
        Subscription subscription = store.subscribe("c");
        Thread closer = Thread.ofVirtual().start(subscription::close);
        assertThat(subscription.poll(Duration.ofMinutes(5))).isEmpty();
        closer.join();
        assertThat(subscription.closed()).isTrue();
    }

    @Test
    void saysHowFarAWatcherHasSeenEverything() throws InterruptedException {
        Subscription subscription = store.subscribe("c");
        store.insert("other", new ObjectKey("", "x"), Json.object());
        assertThat(store.seenBy(subscription, 1_000)).isEqualTo(1_001);
        insert("a");
        assertThat(store.seenBy(subscription, 1_001)).isEqualTo(1_001);
        assertThat(next(subscription)).isPresent();
        assertThat(store.seenBy(subscription, 1_002)).isEqualTo(1_002);
    }

    @Test
    void tellsListenersInOrder() {
        List<String> told = new ArrayList<>();
        store.addListener(
                event -> told.add(event.kind() + " " + event.object().key().name()));
        Stored a = insert("a");
        Stored again = store.replace("c", a, Json.object()).orElseThrow();
        store.remove("c", again);
        assertThat(told).containsExactly("ADDED a", "MODIFIED a", "DELETED a");
    }

    private static Optional<StoreEvent> next(Subscription subscription) throws InterruptedException {
        return subscription.poll(Duration.ofSeconds(10));
    }

    private Stored insert(String name) {
        return store.insert("c", new ObjectKey("", name), Json.object()).orElseThrow();
    }
}
