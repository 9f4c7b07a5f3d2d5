package io.ninerouter.quickstart.operator;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.ObjectStatus;
import io.ninerouter.config.Credentials;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.egress.ProxyRules;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.operator.egress.OutboundHttp;
import io.ninerouter.operator.kube.OperatorClients;
import io.ninerouter.operator.settings.OperatorSettings;
import io.ninerouter.operator.settings.Scope;
import io.ninerouter.quickstart.api.EmbeddedApi;
import io.ninerouter.quickstart.api.EmbeddedApiConfig;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import io.ninerouter.quickstart.cluster.Kubectl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** An embedded API server with our definitions, a client, and operators with production settings. */
final class Cluster implements AutoCloseable {
    static final String NAMESPACE = "default";
    static final String GATEWAY_IMAGE = "example/ninerouter-gateway:1";
    private static final long PATIENCE_SECONDS = 30;

    private final List<ApiRequest> requests = new CopyOnWriteArrayList<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final AtomicReference<Meanwhile> meanwhile = new AtomicReference<>();
    private final EmbeddedApi api;
    private final KubernetesClient client;

    private Cluster(Path folder) {
        api = EmbeddedApi.start(
                EmbeddedApiConfig.on(0, folder.resolve("kubeconfig")).withObserver(this::observe));
        open.push(api);
        client = new KubernetesClientBuilder()
                .withConfig(config())
                // As kubectl does, it reads objects of any release.
                .withKubernetesSerialization(new KubernetesSerialization(
                        new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES), true))
                .build();
        open.push(client);
    }

    static Cluster start(Path folder) {
        Cluster cluster = bare(folder);
        cluster.applyDefinitions();
        return cluster;
    }

    /** One with an operator {@code one}, a Router {@code main} whose only gateway is {@code gw-1}, and an account {@code openai}. */
    static Cluster serving(Path folder) throws InterruptedException, TimeoutException {
        Cluster cluster = start(folder);
        cluster.operator("one");
        cluster.router("main");
        cluster.account("openai", "openai");
        cluster.replica("gw-1", "main");
        return cluster;
    }

    /** A server that does not know our kinds. */
    static Cluster bare(Path folder) {
        return new Cluster(folder);
    }

    void applyDefinitions() {
        Definitions.apply(client);
    }

    EmbeddedApi api() {
        return api;
    }

    /** What people ask this server with. */
    Kubectl kubectl() {
        return new Kubectl(api.kubeconfig());
    }

    /** What people ask with: it knows every kind. */
    KubernetesClient client() {
        return client;
    }

    /** One as operators have, which know no kinds but those that they ask for. */
    KubernetesClient newClient() {
        KubernetesClient next = OperatorClients.create(config());
        open.push(next);
        return next;
    }

    private Config config() {
        return Config.fromKubeconfig(api.kubeconfig().toFile());
    }

    /** What was asked of the server so far. */
    List<ApiRequest> requests() {
        return requests;
    }

    /** Once, just before the next such request is carried out, something else happens. */
    void meanwhile(Predicate<ApiRequest> request, Runnable action) {
        meanwhile.set(new Meanwhile(request, action));
    }

    private record Meanwhile(Predicate<ApiRequest> request, Runnable action) {}

    private void observe(ApiRequest request) {
        requests.add(request);
        Meanwhile next = meanwhile.get();
        if (next != null && next.request().test(request) && meanwhile.compareAndSet(next, null)) {
            next.action().run();
        }
    }

    /** An operator as it runs in production: leader election, server-side apply, every namespace. */
    OperatorApp operator(String identity) throws InterruptedException, TimeoutException {
        return operator(settings(identity, Scope.EVERYWHERE));
    }

    OperatorApp operator(OperatorSettings settings) throws InterruptedException, TimeoutException {
        OperatorApp app = OperatorApp.start(newClient(), settings);
        open.push(app);
        app.awaitReady(Duration.ofSeconds(PATIENCE_SECONDS));
        return app;
    }

    static OperatorSettings settings(String identity, Scope scope) {
        return new OperatorSettings(
                        scope,
                        OperatorSettings.Election.in("kube-system", identity),
                        null,
                        "http://{name}.{namespace}.example:8080/",
                        GATEWAY_IMAGE,
                        // Built-in providers are outside: nothing here asks them.
                        false)
                .withOutbound(new OutboundHttp.Surroundings(ProxyRules.DIRECT, true));
    }

    FakeReplica replica(String name, String router) {
        FakeReplica replica = new FakeReplica(newClient(), name, router);
        open.push(replica);
        return replica;
    }

    /** Applies manifests as people do. */
    void apply(String yaml) {
        client.load(new java.io.ByteArrayInputStream(yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .items()
                .forEach(item -> client.resource(item)
                        .fieldManager("kubectl")
                        .forceConflicts()
                        .serverSideApply());
    }

    /** A Router for gateways that run elsewhere. */
    void router(String name) {
        apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: %s, namespace: default}
                spec: {gateway: {replicas: 0}}
                """.formatted(name));
    }

    /**
     * A Router {@code main} for gateways that run elsewhere and callers without keys, and a provider that speaks as OpenAI does
     * and has one model, {@code m}.
     */
    void open(String provider, String baseUrl) {
        apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {gateway: {replicas: 0}, access: {requireApiKey: false}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderNode
                metadata: {name: %s, namespace: default}
                spec: {dialect: OpenAIChat, baseUrl: "%s", models: [{id: m}]}
                """.formatted(provider, baseUrl));
    }

    /** A connection to a provider and its Secret. */
    void account(String name, String provider) {
        secret(name, "key-of-" + name);
        apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: %s, namespace: default}
                spec: {provider: %s, auth: {apiKey: {secretRef: {name: %s}}}}
                """.formatted(name, provider, name));
    }

    void secret(String name, String key) {
        secret(name, Map.of("api-key", key));
    }

    /** A Secret that holds these values and no others of ours. */
    void secret(String name, Map<String, String> values) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(name)
                        .endMetadata()
                        .withData(SecretData.encoded(values))
                        .build())
                .fieldManager("kubectl")
                .forceConflicts()
                .serverSideApply();
    }

    /** A Secret as it stands; null when there is none. */
    Secret find(String secret) {
        return client.secrets().inNamespace(NAMESPACE).withName(secret).get();
    }

    /** One value of a Secret. */
    String value(String secret, String key) {
        return new String(SecretData.of(find(secret)).get(key), java.nio.charset.StandardCharsets.UTF_8);
    }

    void combo(String name, String... members) {
        StringBuilder models = new StringBuilder();
        for (String member : members) {
            models.append("{model: '").append(member).append("'},");
        }
        apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Combo
                metadata: {name: %s, namespace: default}
                spec: {models: [%s]}
                """.formatted(name, models));
    }

    /** Waits for a condition as {@code kubectl wait} does: no sleep, a watch. */
    <S extends ObjectStatus, T extends CustomResource<?, S>> T awaitCondition(
            Class<T> type, String name, String condition, String status, String reason) {
        return await(type, name, object -> object != null && has(object, condition, status, reason));
    }

    <T extends HasMetadata> T await(Class<T> type, String name, Predicate<? super T> condition) {
        return client.resources(type)
                .inNamespace(NAMESPACE)
                .withName(name)
                .waitUntilCondition(condition::test, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits for an Event of an object in {@link #NAMESPACE}. */
    Event awaitEvent(String object, String reason) {
        return client.resources(Event.class)
                .inNamespace(NAMESPACE)
                .withField("reason", reason)
                .withField("involvedObject.name", object)
                .waitUntilCondition(found -> found != null, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    GatewayConfig awaitConfig(String router, Predicate<GatewayConfig> condition) {
        Secret secret = await(
                Secret.class,
                RouterSecrets.configName(router),
                found -> found != null && condition.test(SecretData.config(found)));
        return SecretData.config(secret);
    }

    Credentials awaitCredentials(String router, Predicate<Credentials> condition) {
        Secret secret = await(
                Secret.class,
                RouterSecrets.credentialsName(router),
                found -> found != null && condition.test(SecretData.credentials(found)));
        return SecretData.credentials(secret);
    }

    static <S extends ObjectStatus> boolean has(
            CustomResource<?, S> object, String type, String status, String reason) {
        S state = object.getStatus();
        return state != null
                && state.conditions().stream()
                        .anyMatch(condition -> condition.type().equals(type)
                                && condition.status().equals(status)
                                && condition.reason().equals(reason)
                                && Long.valueOf(object.getMetadata().getGeneration())
                                        .equals(condition.observedGeneration()));
    }

    static Condition condition(ObjectStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
