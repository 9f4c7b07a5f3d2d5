package io.ninerouter.quickstart.operator;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.RouterRef;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ConfigDocument;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.config.ReplicaReport.CooldownReport;
import io.ninerouter.config.RouterSecrets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Stands for a gateway: watches the two Secrets and acknowledges what it sees, as the contract says. */
final class FakeReplica implements AutoCloseable {
    private final KubernetesClient client;
    private final String name;
    private final String router;
    private final List<SharedIndexInformer<Secret>> informers;
    private String configRevision;
    private String credentialsRevision;
    private String rejectedRevision;
    private boolean rejecting;
    private List<ConnectionReport> connections = List.of();
    private List<CooldownReport> cooldowns = List.of();

    FakeReplica(KubernetesClient client, String name, String router) {
        this.client = client;
        this.name = name;
        this.router = router;
        GatewayReplica replica = object();
        replica.setSpec(new GatewayReplica.Spec(new RouterRef(router)));
        client.resource(replica).fieldManager("gateway").forceConflicts().serverSideApply();
        informers = List.of(watch(RouterSecrets.configName(router)), watch(RouterSecrets.credentialsName(router)));
    }

    /** From now on it cannot read new configurations. */
    synchronized void rejectNewConfigurations() {
        rejecting = true;
    }

    /** Traffic has taught it something. */
    synchronized void report(ConnectionReport report) {
        connections = List.of(report);
        write();
    }

    /** It leaves this alone, and nothing else. */
    synchronized void cool(CooldownReport... learnt) {
        cooldowns = List.of(learnt);
        write();
    }

    @Override
    public synchronized void close() {
        informers.forEach(SharedIndexInformer::stop);
    }

    private SharedIndexInformer<Secret> watch(String secret) {
        return client.secrets().inNamespace(Cluster.NAMESPACE).withName(secret).inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Secret added) {
                see(added);
            }

            @Override
            public void onUpdate(Secret old, Secret updated) {
                see(updated);
            }

            @Override
            public void onDelete(Secret deleted, boolean finalStateUnknown) {}
        });
    }

    private synchronized void see(Secret secret) {
        if (secret.getMetadata().getName().equals(RouterSecrets.configName(router))) {
            String revision = new String(SecretData.of(secret).get(RouterSecrets.REVISION_KEY), StandardCharsets.UTF_8);
            if (rejecting) {
                rejectedRevision = revision;
            } else {
                Map<String, byte[]> whole = SecretData.whole(client, secret);
                if (whole.isEmpty()) {
                    return;
                }
                configRevision = ConfigDocument.read(whole).revision();
            }
        } else {
            credentialsRevision = ConfigCodec.decodeCredentials(SecretData.whole(client, secret))
                    .revision();
        }
        write();
    }

    private void write() {
        GatewayReplica replica = object();
        String now = Instant.now().toString();
        replica.setStatus(new ReplicaReport(
                true,
                configRevision,
                credentialsRevision,
                rejectedRevision,
                rejectedRevision == null ? null : "made for a test",
                now,
                now,
                0,
                cooldowns,
                connections));
        client.resource(replica)
                .subresource("status")
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager("gateway")
                        .withForce(true)
                        .build());
    }

    private GatewayReplica object() {
        GatewayReplica replica = new GatewayReplica();
        replica.setMetadata(new ObjectMetaBuilder()
                .withNamespace(Cluster.NAMESPACE)
                .withName(name)
                .build());
        return replica;
    }
}
