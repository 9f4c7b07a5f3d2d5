package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ninerouter.quickstart.egress.FakeProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens between a vendor that only a proxy finds, an API server that fails, and the Secret. */
@Timeout(180)
class TokensOnTheirWayTest {
    private static final String HOST = "vendor.invalid";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Cluster cluster;
    private TokenVendor vendor;
    private FakeProxy proxy;
    private String origin;
    private VendorAccount account;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        vendor = new TokenVendor();
        proxy = FakeProxy.http("user:canary-pass");
        origin = "http://" + HOST + ":" + URI.create(vendor.origin()).getPort();
        cluster.operator("one");
        cluster.secret("login", Map.of("username", "user", "password", "canary-pass"));
        account = new VendorAccount(cluster, origin);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
        proxy.close();
        vendor.close();
    }

    @Test
    void loginRequestAndRenewalGoThroughTheProxyOfTheConnectionAlone() throws Exception {
        vendor.pollAnswer = "";
        connect("DeviceCode");
        try (Gateways gateways = Gateways.start(cluster, 1)) {
            account.awaitReady();
            assertThat(vendor.codes).hasValue(1);
            int before = proxy.targets().size();
            assertThat(before).as("the code and the poll").isGreaterThanOrEqualTo(2);

            vendor.revokeAccess();
            assertThat(gateways.ask(1, "acme/m").statusCode()).isEqualTo(200);
            assertThat(vendor.refreshes).hasValue(1);
            assertThat(proxy.targets().size()).as("the request and the renewal").isGreaterThan(before + 1);
        }
        // The vendor's name resolves nowhere: what reached it came this way.
        assertThat(proxy.targets()).containsOnly(URI.create(origin).getAuthority());
    }

    @Test
    void writesThatFailAreTriedUntilTheyLandAndTheVendorIsNotAskedAgain() throws Exception {
        String imported = vendor.newRefreshToken();
        // Both what is begun and what was given: 503 is what an API server says that is overloaded or being replaced.
        cluster.api()
                .faults()
                .failNext(
                        4,
                        503,
                        request -> request.resource().equals("secrets")
                                && VendorAccount.SECRET.equals(request.name())
                                && request.verb().equals("patch")
                                && vendor.refreshes.get() > 0);
        account.give(imported);
        connect("Import");

        await().atMost(PATIENCE).until(() -> !account.stored("refresh-token").equals(imported));
        account.awaits("CredentialsValid", "True", "Valid");
        assertThat(vendor.refreshes).as("one answer, held until it was written").hasValue(1);
        assertThat(vendor.reuses).hasValue(0);
        assertThat(vendor.access).containsKey(account.stored("access-token"));
    }

    private void connect(String flow) {
        String address = proxy.address().replaceFirst("^http://", "");
        account.connect(
                "kimi-coding",
                flow,
                "egress: {proxy: {https: \"http://%1$s\", http: \"http://%1$s\", secretRef: {name: login}}}"
                        .formatted(address));
    }
}
