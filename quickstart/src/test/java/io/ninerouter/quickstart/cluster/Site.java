package io.ninerouter.quickstart.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.ninerouter.api.v1alpha1.ObjectStatus;
import io.ninerouter.egress.ProxyRules;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.operator.egress.OutboundHttp;
import io.ninerouter.operator.kube.OperatorClients;
import io.ninerouter.operator.settings.OperatorSettings;
import io.ninerouter.operator.settings.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One API server with our definitions and the operator's roles on it, for all tests of a run; leaves nothing behind. */
final class Site implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final Path ROOT = Path.of(System.getProperty("ninerouter.root", ".."));
    static final String OPERATOR = "ninerouter-operator";
    /** Cannot be pulled: what runs is this build. */
    static final String IMAGE = "registry.invalid/ninerouter-gateway:none";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Path folder;
    private final ApiAccess access;
    private final KubernetesClient admin;

    /** Tries nothing again: applying what does not fit is a 500, which a client else repeats for twenty seconds. */
    private final KubernetesClient once;

    private final OwnNamespaces namespaces;
    private final InstalledDefinitions definitions;
    private final Installation installation;

    private Site(Path folder) {
        this.folder = folder;
        try {
            access = keep(ApiAccess.find(folder));
            admin = keep(
                    new KubernetesClientBuilder().withConfig(access.admin()).build());
            Config asking = access.admin();
            asking.setRequestRetryBackoffLimit(0);
            once = keep(new KubernetesClientBuilder().withConfig(asking).build());
            definitions = keep(InstalledDefinitions.install(admin, ROOT.resolve("manifests/install/crds")));
            namespaces = keep(new OwnNamespaces(admin));
            installation = keep(new Installation(admin, namespaces.create("system"), namespaces.run()));
        } catch (RuntimeException e) {
            // What was made so far must not stay.
            closeAfter(e);
            throw e;
        }
    }

    private void closeAfter(RuntimeException failure) {
        try {
            close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    static Site open() throws IOException {
        return new Site(Files.createTempDirectory("ninerouter-e2e"));
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.push(resource);
        return resource;
    }

    ApiAccess access() {
        return access;
    }

    /** Who may do everything. */
    KubernetesClient admin() {
        return admin;
    }

    OwnNamespaces namespaces() {
        return namespaces;
    }

    InstalledDefinitions definitions() {
        return definitions;
    }

    Installation installation() {
        return installation;
    }

    /** A file of this run. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** A namespace in which the operator has its rights. */
    String namespace(String purpose) {
        String namespace = namespaces.create(purpose);
        installation.grant(namespace);
        return namespace;
    }

    /** A client with the rights of the operator. */
    KubernetesClient operatorClient() {
        return OperatorClients.create(config(installation.namespace(), OPERATOR));
    }

    /** An operator with these rights, confined to one namespace, that takes turns with others. */
    Running operator(String identity, String namespace) throws Exception {
        return operator(identity, Scope.of(namespace));
    }

    /** The same for others. */
    Running operator(String identity, Scope scope) throws Exception {
        OperatorSettings settings = new OperatorSettings(
                        scope, OperatorSettings.Election.in(installation.namespace(), identity), null, null, IMAGE)
                .withOutbound(new OutboundHttp.Surroundings(ProxyRules.DIRECT, true));
        KubernetesClient client = operatorClient();
        Running running = new Running(OperatorApp.start(client, settings), client);
        try {
            running.app().awaitReady(PATIENCE);
        } catch (Exception e) {
            // Else it would try on, beside the tests that follow.
            running.close();
            throw e;
        }
        return running;
    }

    /** An operator and its client. */
    record Running(OperatorApp app, KubernetesClient client) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            try (client) {
                app.close();
            }
        }
    }

    /** An account whose rights are these, as it is made for gateways that run elsewhere. */
    void account(String namespace, String name, List<PolicyRule> rules) {
        apply(new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build());
        apply(new RoleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withRules(rules)
                .build());
        apply(new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
                .addNewSubject(null, "ServiceAccount", name, namespace)
                .build());
    }

    /** How an account gets in. The embedded server knows one caller alone. */
    Config config(String namespace, String account) {
        return access.isReal() ? access.as(token(namespace, account, List.of())) : access.admin();
    }

    /** The same as a file. */
    Path kubeconfig(String namespace, String account) {
        return access.isReal()
                ? access.write(folder.resolve(namespace + "-" + account), token(namespace, account, List.of()))
                : access.kubeconfig();
    }

    /** A token as a pod gets it; without audiences it is one for the API server. */
    String token(String namespace, String account, List<String> audiences) {
        return admin.serviceAccounts()
                .inNamespace(namespace)
                .withName(account)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(audiences)
                        .withExpirationSeconds(3_600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    /** Applies manifests as people do. */
    void apply(String namespace, String yaml) {
        for (HasMetadata object : admin.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            object.getMetadata().setNamespace(namespace);
            apply(object);
        }
    }

    HasMetadata apply(HasMetadata object) {
        return admin.resource(object).patch(strictly(false), object);
    }

    /** What the server would say; nothing is written. */
    HasMetadata dryRun(HasMetadata object) {
        return once.resource(object).patch(strictly(true), object);
    }

    private static PatchContext strictly(boolean dryRun) {
        PatchContext.Builder context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("ninerouter-e2e")
                .withFieldValidation("Strict")
                .withForce(true);
        return (dryRun ? context.withDryRun(List.of("All")) : context).build();
    }

    <T extends HasMetadata> T await(Class<T> type, String namespace, String name, Predicate<T> condition) {
        return admin.resources(type)
                .inNamespace(namespace)
                .withName(name)
                .waitUntilCondition(condition, PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits until a condition of the current generation has this status. */
    <S extends ObjectStatus, T extends CustomResource<?, S>> T await(
            Class<T> type, String namespace, String name, String condition, String status) {
        return await(
                type,
                namespace,
                name,
                object -> object != null
                        && object.getStatus() != null
                        && object.getStatus().conditions().stream()
                                .anyMatch(one -> one.type().equals(condition)
                                        && one.status().equals(status)
                                        && object.getMetadata().getGeneration().equals(one.observedGeneration())));
    }

    boolean gone(Class<? extends HasMetadata> type, String namespace, String name) {
        return admin.resources(type).inNamespace(namespace).withName(name).get() == null;
    }

    @Override
    public void close() throws Exception {
        Exception first = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                // Whatever fails, the rest has to go as well.
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
