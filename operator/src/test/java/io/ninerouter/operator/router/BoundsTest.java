package io.ninerouter.operator.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.Allotments;
import io.ninerouter.operator.status.Fleet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Allotments PUBLISHED = new Allotments(List.of("gone"), List.of(), List.of());

    private final Bounds bounds = new Bounds();
    private final Router router = router();
    private final List<String> asked = new ArrayList<>();

    @Test
    void theFirstRoundReadsTheAllotmentsAndThenTheReplicasPastAllCaches() {
        Bounds.Sight sight = look();

        assertThat(asked).containsExactly("allotments", "replicas");
        assertThat(sight.memory().published()).isEqualTo(PUBLISHED);
    }

    @Test
    void aRoundThatWasNotPublishedIsForgotten() {
        Bounds.round(look(), List.of(), Fleet.NONE, NOW);
        asked.clear();

        assertThat(look().memory().published()).isEqualTo(PUBLISHED);
        assertThat(asked).containsExactly("allotments", "replicas");
    }

    @Test
    void aRoundThatWasPublishedIsRememberedAndTheCacheIsEnough() {
        bounds.keep(ResourceID.fromResource(router), Bounds.round(look(), List.of(), Fleet.NONE, NOW));
        asked.clear();

        assertThat(look().memory().published()).isEqualTo(Allotments.NONE);
        assertThat(asked).containsExactly("cache");
    }

    private Bounds.Sight look() {
        Bounds.Origin origin = new Bounds.Origin() {
            @Override
            public Allotments allotments() {
                asked.add("allotments");
                return PUBLISHED;
            }

            @Override
            public List<GatewayReplica> replicas() {
                asked.add("replicas");
                return List.of();
            }
        };
        return bounds.look(router, origin, () -> {
            asked.add("cache");
            return List.of();
        });
    }

    private static Router router() {
        Router router = new Router();
        router.setMetadata(
                new ObjectMetaBuilder().withName("main").withNamespace("ns").build());
        return router;
    }
}
