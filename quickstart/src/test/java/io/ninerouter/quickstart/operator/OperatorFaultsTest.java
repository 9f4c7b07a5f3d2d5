package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API server on its bad days: everything converges, and nobody is flooded meanwhile. */
@Timeout(120)
class OperatorFaultsTest {
    private static final Predicate<ApiRequest> WRITES = request -> request.verb()
                    .equals("patch")
            && (request.resource().equals("secrets")
                    || Set.of("combos", "routers", "providerconnections").contains(request.resource())
                            && request.subresource().equals("status"));

    @TempDir
    Path folder;

    private Cluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.serving(folder);
        cluster.combo("first", "openai/gpt-5");
        cluster.awaitCondition(Combo.class, "first", "Ready", "True", "Ready");
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {409, 429, 500, 503, 504})
    void convergesWhenWritesFail(int status) {
        cluster.api().faults().failNext(5, status, byTheOperator(WRITES));

        for (int i = 0; i < 5; i++) {
            cluster.combo("c" + i, "openai/gpt-5");
        }

        for (int i = 0; i < 5; i++) {
            cluster.awaitCondition(Combo.class, "c" + i, "Ready", "True", "Ready");
        }
        cluster.awaitConfig("main", found -> found.combos().size() == 6);
    }

    @Test
    void oneObjectThatCannotBeToldDelaysNoOtherAndCausesNoFlood() {
        Predicate<ApiRequest> bad = byTheOperator(
                request -> request.verb().equals("patch") && request.name().equals("bad"));
        cluster.api().faults().failNext(100_000, 500, bad);
        cluster.combo("bad", "openai/gpt-5");
        cluster.awaitConfig("main", found -> found.combos().size() == 2);
        int before = cluster.requests().size();

        for (int i = 0; i < 10; i++) {
            cluster.combo("good-" + i, "openai/gpt-5");
        }
        for (int i = 0; i < 10; i++) {
            cluster.awaitCondition(Combo.class, "good-" + i, "Ready", "True", "Ready");
        }

        List<ApiRequest> all = List.copyOf(cluster.requests());
        assertThat(all.subList(before, all.size()))
                .filteredOn(bad)
                .as("tries for the bad one: some for each change, not one after the other")
                .hasSizeLessThan(300);
    }

    @Test
    void brokenAndExpiredWatchesWithSlowAnswersConverge() {
        Random random = new Random(5);
        for (int i = 0; i < 8; i++) {
            switch (random.nextInt(4)) {
                case 0 -> cluster.api().faults().dropWatches();
                case 1 -> {
                    cluster.api().faults().expireNextWatch();
                    cluster.api().faults().dropWatches();
                }
                case 2 -> cluster.api().faults().failNext(8, 429, OperatorFaultsTest::reads);
                default -> cluster.api().faults().failNext(2, 503, byTheOperator(WRITES));
            }
            cluster.combo("c" + i, "openai/gpt-5");
        }
        for (int i = 0; i < 8; i++) {
            cluster.awaitCondition(Combo.class, "c" + i, "Ready", "True", "Ready");
        }
    }

    /** Lists and watches of the operator that the test itself does not make. */
    private static boolean reads(ApiRequest request) {
        return (request.verb().equals("watch") || request.verb().equals("list"))
                && Set.of("routers", "modelaliases", "apikeys").contains(request.resource());
    }

    /** The operator's own writes: the test applies no status and none of the operator's Secrets. */
    private static Predicate<ApiRequest> byTheOperator(Predicate<ApiRequest> writes) {
        return request -> writes.test(request)
                && (request.subresource().equals("status")
                        || request.name().startsWith("main-config")
                        || request.name().startsWith("main-credentials"));
    }
}
