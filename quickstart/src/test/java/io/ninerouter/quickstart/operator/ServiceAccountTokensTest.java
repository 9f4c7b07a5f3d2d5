package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Access tokens out of service account keys: when the key is replaced, and whose the Secret is in which they stand. */
@Timeout(120)
class ServiceAccountTokensTest {
    private static String pem;

    @TempDir
    Path folder;

    private Cluster cluster;
    private TokenVendor vendor;

    @BeforeAll
    static void key() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        pem = Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    }

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        vendor = new TokenVendor();
        cluster.operator("one");
        cluster.router("main");
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderNode
                metadata: {name: acme, namespace: default}
                spec: {dialect: Gemini, baseUrl: "%s/v1", models: [{id: m}]}
                """.formatted(vendor.origin()));
    }

    @AfterEach
    void stop() throws Exception {
        vendor.close();
        cluster.close();
    }

    private void account(String name, String project) {
        cluster.client()
                .resource(secret("sa")
                        .addToData(
                                "key.json",
                                encoded("{\"client_email\":\"%s\",\"project_id\":\"%s\",\"private_key\":\"%s\"}"
                                        .formatted(name, project, pem)))
                        .build())
                .forceConflicts()
                .serverSideApply();
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: vx, namespace: default}
                spec:
                  provider: acme
                  settings: {login: vertex, login.origin: "%s"}
                  auth: {serviceAccountKey: {secretRef: {name: sa, key: key.json}}}
                """.formatted(vendor.origin()));
    }

    private static SecretBuilder secret(String name) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(Cluster.NAMESPACE)
                .withName(name)
                .endMetadata();
    }

    private static String encoded(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes());
    }

    private String project() {
        return cluster.awaitCredentials("main", found -> found.byConnection().containsKey("vx"))
                .byConnection()
                .get("vx")
                .facts()
                .get("project");
    }

    @Test
    void keyThatIsReplacedServesAtOnce() {
        account("one@p.example", "p-1");
        cluster.awaitCondition(ProviderConnection.class, "vx", "CredentialsValid", "True", "Valid");
        assertThat(project()).isEqualTo("p-1");
        account("two@q.example", "q-1");

        cluster.awaitCredentials(
                "main",
                found -> found.byConnection().containsKey("vx")
                        && "q-1".equals(found.byConnection().get("vx").facts().get("project")));
        assertThat(vendor.asserted).hasSize(2);
        ProviderConnection told = cluster.await(
                ProviderConnection.class,
                "vx",
                one -> one.getStatus().account() != null
                        && "two@q.example".equals(one.getStatus().account().email()));
        assertThat(told.getStatus().toString()).doesNotContain("access-");
    }

    @Test
    void secretOfSomebodyElseIsLeftAloneAndTheConditionSaysSo() {
        Secret theirs = cluster.client()
                .resource(secret("vx-token")
                        .addToData("access-token", encoded("theirs"))
                        .build())
                .create();
        account("one@p.example", "p-1");

        ProviderConnection told =
                cluster.awaitCondition(ProviderConnection.class, "vx", "ResolvedRefs", "False", "Conflict");
        assertThat(Cluster.condition(told.getStatus(), "Ready").message())
                .contains("Secret default/vx-token is not of this connection");
        assertThat(vendor.asserted).isEmpty();
        assertThat(cluster.find("vx-token").getMetadata().getResourceVersion())
                .isEqualTo(theirs.getMetadata().getResourceVersion());

        cluster.client().resource(theirs).delete();
        cluster.awaitCondition(ProviderConnection.class, "vx", "CredentialsValid", "True", "Valid");
        assertThat(cluster.find("vx-token").getMetadata().getOwnerReferences()).hasSize(1);
    }

    /** As {@code charts/docs/install.md} restores: owners are left out. */
    @Test
    void secretThatCameOutOfABackupIsTakenBack() {
        account("one@p.example", "p-1");
        cluster.awaitCondition(ProviderConnection.class, "vx", "CredentialsValid", "True", "Valid");
        Secret made = cluster.find("vx-token");
        ProviderConnection before = cluster.await(ProviderConnection.class, "vx", one -> one != null);
        cluster.client().resource(before).delete();
        await().atMost(Duration.ofSeconds(30)).until(() -> cluster.find("vx-token") == null);
        made.getMetadata().setOwnerReferences(List.of());
        made.getMetadata().setResourceVersion(null);
        made.getMetadata().setUid(null);
        cluster.client().resource(made).create();
        account("one@p.example", "p-1");

        cluster.awaitCondition(ProviderConnection.class, "vx", "CredentialsValid", "True", "Valid");
        assertThat(vendor.asserted).as("the token that was kept serves").hasSize(1);
        // With the next key the Secret is written, and is the connection's again.
        account("two@q.example", "q-1");
        cluster.awaitCredentials(
                "main",
                found -> found.byConnection().containsKey("vx")
                        && Map.of("project", "q-1")
                                .equals(found.byConnection().get("vx").facts()));
        assertThat(cluster.find("vx-token").getMetadata().getOwnerReferences()).hasSize(1);
    }
}
