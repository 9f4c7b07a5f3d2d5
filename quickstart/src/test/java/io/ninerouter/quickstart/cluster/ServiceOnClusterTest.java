package io.ninerouter.quickstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.kube.OperatorClients;
import io.ninerouter.quickstart.operator.KeyedProvider;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A Router that serves: an operator with the rights of the installation, a gateway with those that the operator gives to its
 * pods, a provider on this machine.
 */
@OnCluster
class ServiceOnClusterTest {
    private static final String MODEL = "keyed/m";
    private static final String GATEWAY = "elsewhere";
    private static final String ROUTER = """
            apiVersion: ninerouter.io/v1alpha1
            kind: Router
            metadata: {name: main}
            spec: {gateway: {replicas: %d}, access: {serviceAccounts: {audience: ninerouter}}}
            """;

    private static Site site;
    private static String namespace;
    private static KeyedProvider provider;
    private static Site.Running operator;
    private static LocalGateway gateway;

    @BeforeAll
    static void start(Site opened) throws Exception {
        site = opened;
        namespace = site.namespace("service");
        provider = new KeyedProvider("key-one", "key-two");
        operator = site.operator("one", namespace);
        secret("acct", "key-one");
        site.apply(namespace, ROUTER.formatted(1));
        // What a pod of this Router may do is what the gateway of this test may do.
        Role role = site.await(Role.class, namespace, "main-gateway", found -> found != null);
        site.account(namespace, GATEWAY, role.getRules());
        site.apply(namespace, ROUTER.formatted(0));
        site.await(Deployment.class, namespace, "main-gateway", found -> found == null);
        gateway = LocalGateway.start(site.kubeconfig(namespace, GATEWAY), namespace, "main", "gw-1");
        site.apply(namespace, """
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderNode
                metadata: {name: keyed}
                spec: {dialect: OpenAIChat, baseUrl: "%s", models: [{id: m}]}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: acct}
                spec: {provider: keyed, auth: {apiKey: {secretRef: {name: acct}}}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: coder}
                spec: {secretName: coder-key}
                """.formatted(provider.baseUrl()));
        site.await(ProviderConnection.class, namespace, "acct", "Ready", "True");
        site.await(ApiKey.class, namespace, "coder", "Ready", "True");
    }

    @AfterAll
    static void stop() throws Exception {
        try (AutoCloseable one = provider;
                AutoCloseable two = operator;
                AutoCloseable three = gateway) {
            assertThat(site).isNotNull();
        }
    }

    @Test
    void everythingIsReadyAndKubectlWaitSeesIt() throws Exception {
        site.await(Router.class, namespace, "main", "Ready", "True");
        assumeTrue(Kubectl.isThere(), "kubectl is not on the PATH");
        Kubectl.Run waited = new Kubectl(site.access().kubeconfig())
                .run(
                        "wait",
                        "-n",
                        namespace,
                        "--for=condition=Ready",
                        "--timeout=60s",
                        "routers.ninerouter.io/main",
                        "providerconnections.ninerouter.io/acct",
                        "providernodes.ninerouter.io/keyed",
                        "apikeys.ninerouter.io/coder");
        assertThat(waited.exit()).as(waited.output()).isZero();
    }

    @Test
    void changedSecretIsUsedAndNoRequestFails() throws Exception {
        String key = key("coder-key");
        assertThat(gateway.ask(MODEL, key).statusCode()).isEqualTo(200);
        int before = provider.calls("key-two");
        secret("acct", "key-two");
        await().atMost(Site.PATIENCE).until(() -> {
            assertThat(gateway.ask(MODEL, key).statusCode()).isEqualTo(200);
            return provider.calls("key-two") > before;
        });
    }

    @Test
    void issuedKeyServesUntilItsApiKeyIsDeleted() throws Exception {
        site.apply(namespace, """
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: guest}
                spec: {secretName: guest-key}
                """);
        ApiKey guest = site.await(ApiKey.class, namespace, "guest", "Ready", "True");
        String key = key("guest-key");
        assertThat(gateway.ask(MODEL, key).statusCode()).isEqualTo(200);
        site.admin().resource(guest).delete();
        await().atMost(Site.PATIENCE).until(() -> gateway.ask(MODEL, key).statusCode() == 401);
    }

    @Test
    void tokenOfAServiceAccountIsAccepted() throws Exception {
        site.apply(new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("agent")
                .endMetadata()
                .build());
        site.apply(namespace, """
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: by-account}
                spec: {subject: {serviceAccount: {name: agent}}}
                """);
        site.await(ApiKey.class, namespace, "by-account", "Ready", "True");
        String token = site.token(namespace, "agent", List.of("ninerouter"));
        assertThat(gateway.ask(MODEL, token).statusCode()).isEqualTo(200);
        assertThat(gateway.ask(MODEL, site.token(namespace, "agent", List.of("elsewhere")))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void brokenObjectSaysWhyAndHarmsNoOther() throws Exception {
        site.apply(namespace, """
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: broken}
                spec: {provider: keyed, auth: {apiKey: {secretRef: {name: not-there}}}}
                """);
        ProviderConnection broken = site.await(ProviderConnection.class, namespace, "broken", "ResolvedRefs", "False");
        assertThat(broken.getStatus().conditions())
                .anyMatch(condition -> condition.reason().equals("SecretNotFound"));
        assertThat(gateway.ask(MODEL, key("coder-key")).statusCode()).isEqualTo(200);
    }

    @Test
    void gatewayMayReadItsOwnSecretsAndNothingElse() {
        Abilities.assumeRbac(site);
        try (KubernetesClient client = OperatorClients.create(site.config(namespace, GATEWAY))) {
            assertThat(client.secrets()
                            .inNamespace(namespace)
                            .withName("main-config")
                            .get())
                    .isNotNull();
            forbidden(() ->
                    client.secrets().inNamespace(namespace).withName("acct").get());
            forbidden(() -> client.secrets()
                    .inNamespace(namespace)
                    .withName("coder-key")
                    .get());
            forbidden(() -> client.secrets().inNamespace(namespace).list());
            forbidden(() -> client.secrets()
                    .inNamespace(site.installation().namespace())
                    .list());
            forbidden(() -> client.secrets()
                    .inNamespace(namespace)
                    .withName("main-config")
                    .edit(found -> new SecretBuilder(found).withData(Map.of()).build()));
            forbidden(
                    () -> client.resources(Router.class).inNamespace(namespace).list());
            forbidden(() -> client.pods().inNamespace(namespace).list());
        }
    }

    @Test
    void operatorMayNotReachBeyondItsRoles() {
        Abilities.assumeRbac(site);
        KubernetesClient client = operator.client();
        forbidden(() -> client.secrets().inNamespace("kube-system").list());
        forbidden(() -> client.secrets().inNamespace("default").list());
        forbidden(() -> client.pods().inNamespace(namespace).list());
        forbidden(() -> client.configMaps().inNamespace(namespace).list());
        forbidden(() -> client.resources(Router.class)
                .inNamespace(namespace)
                .withName("main")
                .delete());
        forbidden(() -> client.leases()
                .inNamespace(site.installation().namespace())
                .withName("another")
                .get());
        forbidden(() -> client.namespaces().list());
    }

    private static void forbidden(Callable<?> call) {
        KubernetesClientException refused = catchThrowableOfType(KubernetesClientException.class, call::call);
        assertThat(refused).as("allowed").isNotNull();
        assertThat(refused.getCode()).as(refused.getMessage()).isEqualTo(403);
    }

    private static String key(String secret) {
        Secret found =
                site.admin().secrets().inNamespace(namespace).withName(secret).require();
        return new String(Base64.getDecoder().decode(found.getData().get("api-key")), StandardCharsets.UTF_8);
    }

    private static void secret(String name, String key) {
        site.apply(new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withData(Map.of("api-key", Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8))))
                .build());
    }
}
