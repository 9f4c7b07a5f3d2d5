package io.ninerouter.quickstart.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WatchConformanceTest {

    @RegisterExtension
    static final ApiUnderTest API = new ApiUnderTest();

    private static final class Recorder implements Watcher<ConfigMap>, ResourceEventHandler<ConfigMap> {

        final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        final CountDownLatch closed = new CountDownLatch(1);
        volatile WatcherException reason;

        @Override
        public void eventReceived(Action action, ConfigMap map) {
            if (action != Action.BOOKMARK) {
                events.add(action + " " + map.getMetadata().getName());
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            reason = cause;
            closed.countDown();
        }

        @Override
        public void onAdd(ConfigMap map) {
            events.add("ADDED " + map.getMetadata().getName());
        }

        @Override
        public void onUpdate(ConfigMap before, ConfigMap after) {
            events.add("MODIFIED " + after.getMetadata().getName());
        }

        @Override
        public void onDelete(ConfigMap map, boolean unknown) {
            events.add("DELETED " + map.getMetadata().getName());
        }

        String next() throws InterruptedException {
            return String.valueOf(events.poll(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void tellsAnInformerOfEveryChange() throws InterruptedException {
        create("seen", "informer");
        Recorder recorder = new Recorder();
        try (var informer = API.client()
                .configMaps()
                .inNamespace(API.namespace())
                .withLabel("group", "informer")
                .inform(recorder)) {
            assertThat(recorder.next()).isEqualTo("ADDED seen");
            create("later", "informer");
            assertThat(recorder.next()).isEqualTo("ADDED later");
            change("later", "x");
            assertThat(recorder.next()).isEqualTo("MODIFIED later");
            delete("seen");
            assertThat(recorder.next()).isEqualTo("DELETED seen");
            assertThat(informer.isWatching()).isTrue();
        }
    }

    @Test
    void replaysWhatHappenedSinceAVersion() throws InterruptedException {
        String since = create("replay-1", "replay").getMetadata().getResourceVersion();
        create("replay-2", "replay");
        change("replay-1", "x");
        delete("replay-2");
        Recorder recorder = new Recorder();
        try (var watch = API.client()
                .configMaps()
                .inNamespace(API.namespace())
                .withLabel("group", "replay")
                .watch(new ListOptionsBuilder().withResourceVersion(since).build(), recorder)) {
            assertThat(recorder.next()).isEqualTo("ADDED replay-2");
            assertThat(recorder.next()).isEqualTo("MODIFIED replay-1");
            assertThat(recorder.next()).isEqualTo("DELETED replay-2");
        }
    }

    @Test
    void showsAnObjectComingAndGoingAsItsLabelsChange() throws InterruptedException {
        create("wanderer", "out");
        Recorder recorder = new Recorder();
        try (var watch = API.client()
                .configMaps()
                .inNamespace(API.namespace())
                .withLabel("group", "in")
                .watch(recorder)) {
            label("wanderer", "in");
            assertThat(recorder.next()).isEqualTo("ADDED wanderer");
            change("wanderer", "x");
            assertThat(recorder.next()).isEqualTo("MODIFIED wanderer");
            label("wanderer", "out");
            assertThat(recorder.next()).isEqualTo("DELETED wanderer");
        }
    }

    @Test
    void endsAWatchThatAsksForForgottenHistory() throws InterruptedException {
        create("old", "old");
        Recorder recorder = new Recorder();
        try (var watch = API.client()
                .configMaps()
                .inNamespace(API.namespace())
                .watch(new ListOptionsBuilder().withResourceVersion("1").build(), recorder)) {
            assumeTrue(
                    recorder.closed.await(30, TimeUnit.SECONDS),
                    "this server still knows its first version: it is young, and has compacted nothing yet");
            assertThat(recorder.reason.isHttpGone()).isTrue();
        }
    }

    @Test
    void waitsForACondition() throws InterruptedException {
        create("awaited", "awaited");
        Thread changer = Thread.ofVirtual().start(() -> change("awaited", "done"));
        ConfigMap done = API.client()
                .configMaps()
                .inNamespace(API.namespace())
                .withName("awaited")
                .waitUntilCondition(map -> "done".equals(map.getData().get("state")), 30, TimeUnit.SECONDS);
        assertThat(done.getData()).containsEntry("state", "done");
        changer.join();
    }

    private static ConfigMap create(String name, String group) {
        return API.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(API.namespace())
                        .addToLabels("group", group)
                        .endMetadata()
                        .withData(Map.of("state", "new"))
                        .build())
                .create();
    }

    private static void change(String name, String state) {
        API.client()
                .configMaps()
                .inNamespace(API.namespace())
                .withName(name)
                .edit(map -> new ConfigMapBuilder(map).addToData("state", state).build());
    }

    private static void label(String name, String group) {
        API.client()
                .configMaps()
                .inNamespace(API.namespace())
                .withName(name)
                .edit(map -> new ConfigMapBuilder(map)
                        .editMetadata()
                        .addToLabels("group", group)
                        .endMetadata()
                        .build());
    }

    private static void delete(String name) {
        API.client().configMaps().inNamespace(API.namespace()).withName(name).delete();
    }
}
