package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ninerouter.operator.OperatorApp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten gateways and hundreds of requests when the one account's token ends: one renewal, no failed request. */
@Timeout(180)
class RefreshUnderLoadTest {
    private static final int GATEWAYS = 10;

    /** Thirty at each gateway at the same time; more would only take a busy machine longer than a gateway waits for a token. */
    private static final int REQUESTS = 300;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Cluster cluster;
    private static Gateways gateways;
    private static OperatorApp operator;
    private TokenVendor vendor;
    private VendorAccount account;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        cluster = Cluster.start(folder);
        operator = cluster.operator("one");
        gateways = Gateways.start(cluster, GATEWAYS);
    }

    /** Of its own for each test: what was refused lately is not renewed again at once. */
    @BeforeEach
    void connect() throws Exception {
        vendor = new TokenVendor();
        account = new VendorAccount(cluster, vendor.origin());
        account.give(vendor.newRefreshToken());
        account.connect("kimi-coding", "Import");
        account.awaitReady();
        assertThat(vendor.refreshes).hasValue(1);
    }

    @AfterEach
    void disconnect() throws Exception {
        account.remove();
        vendor.close();
    }

    @AfterAll
    static void stop() throws Exception {
        gateways.close();
        operator.close();
        cluster.close();
    }

    @Test
    void tokenThatIsTakenBackIsRenewedOnceAndNoCallerSeesIt() throws Exception {
        vendor.revokeAccess();

        assertThat(askAll()).isEmpty();
        assertThat(vendor.refreshes).as("one renewal for all gateways").hasValue(2);
        assertThat(vendor.reuses).hasValue(0);
        assertThat(vendor.refused.get()).as("refusals that gateways met").isPositive();
        account.awaitReady();
    }

    @Test
    void tokenThatEndsWithoutAnOperatorIsShownToNobodyAndAwaited() throws Exception {
        // Renewed after a third of its life, until the operator goes.
        vendor.lifeSeconds = 4;
        vendor.revokeAccess();
        assertThat(gateways.ask(1, "acme/m").statusCode()).isEqualTo(200);
        operator.close();
        int before = vendor.refreshes.get();
        vendor.lifeSeconds = 3_600;
        await().atMost(PATIENCE)
                .until(() -> vendor.access.values().stream().noneMatch(end -> end.isAfter(Instant.now())));
        vendor.refused.set(0);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<List<String>> asked = threads.submit(RefreshUnderLoadTest::askAll);
            operator = cluster.operator("two");

            assertThat(asked.get()).isEmpty();
        }
        assertThat(vendor.refreshes).hasValue(before + 1);
        assertThat(vendor.reuses).hasValue(0);
        assertThat(vendor.refused).as("an ended token is not shown").hasValue(0);
    }

    /** What went wrong. */
    private static List<String> askAll() throws Exception {
        List<String> failures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> requests = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                int gateway = 1 + i % GATEWAYS;
                requests.add(() -> {
                    var answer = gateways.ask(gateway, "acme/m");
                    return answer.statusCode() == 200 ? "" : answer.statusCode() + " " + answer.body();
                });
            }
            for (Future<String> one : threads.invokeAll(requests)) {
                if (!one.get().isEmpty()) {
                    failures.add(one.get());
                }
            }
        }
        return failures;
    }
}
