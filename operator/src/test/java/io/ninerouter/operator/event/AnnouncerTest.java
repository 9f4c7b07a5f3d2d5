package io.ninerouter.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.Router;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many Events wait to be written; none is here. */
class AnnouncerTest {
    private final KubernetesClient client =
            new KubernetesClientBuilder().withConfig(Config.empty()).build();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Announcer announcer = new Announcer(client, waiting::add, InstantSource.fixed(Instant.EPOCH));

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void ofThousandsOfObjectsThatBeginToServeSomeAreToldOf() {
        for (int i = 0; i < 5_000; i++) {
            announce("a" + i, new Condition("Programmed", "True", 1L, "1970-01-01T00:00:00Z", "Programmed", "served"));
        }

        assertThat(waiting).hasSize(100);
    }

    @Test
    void ofWhatIsWrongEverybodyIsTold() {
        for (int i = 0; i < 300; i++) {
            announce("a" + i, new Condition("Accepted", "False", 1L, "1970-01-01T00:00:00Z", "Conflict", "taken"));
        }

        assertThat(waiting).hasSize(300);
    }

    @Test
    void oneRevisionAfterTheOtherIsOneEvent() {
        Router router = new Router();
        router.setMetadata(new ObjectMetaBuilder()
                .withNamespace("ai")
                .withName("main")
                .withUid("uid-main")
                .build());
        for (int i = 0; i < 25; i++) {
            announcer.announce(router, status("r" + i), status("r" + (i + 1)));
        }

        assertThat(waiting).hasSize(1);
    }

    private static Router.Status status(String revision) {
        return RouterNewsTest.status(revision, "True", 2, 2);
    }

    private void announce(String name, Condition condition) {
        ModelAlias alias = new ModelAlias();
        alias.setMetadata(new ObjectMetaBuilder()
                .withNamespace("ai")
                .withName(name)
                .withUid("uid-" + name)
                .build());
        announcer.announce(alias, null, new ModelAlias.Status(1L, List.of(condition)));
    }
}
