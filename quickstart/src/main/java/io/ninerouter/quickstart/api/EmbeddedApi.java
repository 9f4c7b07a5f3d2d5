package io.ninerouter.quickstart.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.definition.Definitions;
import io.ninerouter.quickstart.api.hook.Faults;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.kind.KindRules;
import io.ninerouter.quickstart.api.lifecycle.Housekeeping;
import io.ninerouter.quickstart.api.resource.Deletions;
import io.ninerouter.quickstart.api.resource.Metadata;
import io.ninerouter.quickstart.api.resource.Resources;
import io.ninerouter.quickstart.api.resource.Stamps;
import io.ninerouter.quickstart.api.resource.Target;
import io.ninerouter.quickstart.api.resource.WriteOptions;
import io.ninerouter.quickstart.api.rest.ApiServer;
import io.ninerouter.quickstart.api.rest.Backend;
import io.ninerouter.quickstart.api.rest.BearerToken;
import io.ninerouter.quickstart.api.rest.Gate;
import io.ninerouter.quickstart.api.schema.ModelSchemas;
import io.ninerouter.quickstart.api.store.ObjectStore;
import io.ninerouter.quickstart.api.tls.ServerCertificate;
import io.ninerouter.quickstart.api.type.BuiltInTypes;
import io.ninerouter.quickstart.api.type.TypeRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * A Kubernetes API server within this JVM: in memory, on loopback, over HTTPS with a token. It serves what a client or
 * an operator asks an API server for; it schedules nothing and runs no pods. Thread-safe. What it holds is lost when it
 * closes; clients that come back to a later one on the same port are told to list again.
 */
public final class EmbeddedApi implements AutoCloseable {

    private static final List<String> NAMESPACES = List.of("default", "kube-node-lease", "kube-public", "kube-system");

    private final Path kubeconfig;
    private final BearerToken token;
    private final String certificate;
    private final Faults faults;
    private final Running running;

    private record Running(ApiServer server, Housekeeping housekeeping) {}

    private EmbeddedApi(Path kubeconfig, BearerToken token, String certificate, Faults faults, Running running) {
        this.kubeconfig = kubeconfig;
        this.token = token;
        this.certificate = certificate;
        this.faults = faults;
        this.running = running;
    }

    /**
     * Starts a server and writes its kubeconfig.
     *
     * @throws java.io.UncheckedIOException when the port is taken or the kubeconfig cannot be written
     */
    public static EmbeddedApi start(EmbeddedApiConfig config) {
        InstantSource clock = InstantSource.system();
        Stamps stamps = new Stamps(clock, UUID::randomUUID);
        ModelSchemas schemas = new ModelSchemas();
        TypeRegistry types = new TypeRegistry(BuiltInTypes.all(schemas));
        ObjectStore store = new ObjectStore(clock.millis(), config.limits().store());
        Definitions definitions = new Definitions(types, schemas, stamps);
        store.addListener(definitions);
        Resources resources = new Resources(store, KindRules.all(definitions), stamps);
        Deletions deletions = new Deletions(store, stamps);
        ServerCertificate certificate = ServerCertificate.create(clock.instant());
        Faults faults = new Faults();
        BearerToken token = BearerToken.random();
        Gate gate = new Gate(token, config.observer(), faults, config.limits().maxRequestBytes());
        Backend.Pace pace = new Backend.Pace(clock, config.limits().bookmarkInterval());
        Backend backend = new Backend(store, types, schemas, resources, deletions, pace);
        ApiServer server = ApiServer.start(config.port(), certificate.serverContext(), gate, backend);
        Housekeeping housekeeping = new Housekeeping(store, types, resources, deletions);
        EmbeddedApi api = new EmbeddedApi(
                config.kubeconfig(), token, certificate.pem(), faults, new Running(server, housekeeping));
        try {
            createNamespaces(types, resources);
            KubeconfigFile.write(config.kubeconfig(), api.url(), certificate.pem(), token.value());
            return api;
        } catch (RuntimeException e) {
            api.close();
            throw e;
        }
    }

    private static void createNamespaces(TypeRegistry types, Resources resources) {
        Target namespaces = new Target(types.find("", "v1", "namespaces").orElseThrow(), "", "", "");
        WriteOptions options = new WriteOptions("kube-apiserver", false, WriteOptions.FieldValidation.STRICT, false);
        for (String name : NAMESPACES) {
            ObjectNode namespace = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
            Metadata.of(namespace).put("name", name);
            resources.create(namespaces, namespace, options);
        }
    }

    /** Where it is, such as {@code https://127.0.0.1:16443}. */
    public String url() {
        return "https://127.0.0.1:" + running.server().port();
    }

    /** The kubeconfig it has written. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** The token that opens it: a secret. */
    public String token() {
        return token.value();
    }

    /** The certificate to trust, PEM. */
    public String caCertificate() {
        return certificate;
    }

    /** Ways for a test to make it misbehave. */
    public Faults faults() {
        return faults;
    }

    /** Ends all watches and stops. The kubeconfig stays where it is. */
    @Override
    public void close() {
        faults.resume();
        faults.dropWatches();
        running.server().close();
        running.housekeeping().close();
    }
}
