package io.ninerouter.operator.router;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.Allotments;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ConfigDocument;
import io.ninerouter.config.ConfigPacker;
import io.ninerouter.config.NewerFormatException;
import io.ninerouter.config.PartedData;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.config.Signals;
import io.ninerouter.operator.compile.Decision;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the documents that the gateways of one Router read, when they are not as they should be. */
final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final Documents documents;
    private final Router router;
    private final String configName;
    private final String credentialsName;
    private final String signalsName;

    Publisher(KubernetesClient client, ObjectCaches caches, Router router) {
        this.documents = new Documents(client, caches, router);
        this.router = router;
        String name = router.getMetadata().getName();
        this.configName = RouterSecrets.configName(name);
        this.credentialsName = RouterSecrets.credentialsName(name);
        this.signalsName = RouterSecrets.signalsName(name);
    }

    /**
     * What now stands in the Secrets.
     *
     * @param credentialRevisions those that were current during the publication, in order
     * @param problem why nothing was written; null = all is well
     */
    record Publication(
            String configRevision,
            List<String> credentialRevisions,
            @Nullable Decision problem) {}

    /**
     * What stands in the Secrets, for all that is known.
     *
     * @param changes of Secrets and Routers by others, until then
     */
    record Standing(Prepared prepared, long changes) {}

    /**
     * Publishes so that no gateway ever sees a connection without its credential: new credentials come before the
     * configuration, those that are not needed any more go after it.
     *
     * @param last what was published before and stands, if nobody has changed a Secret since; null = look at all of it
     */
    Publication publish(Prepared wanted, @Nullable Standing last) {
        String configRevision = wanted.config().revision();
        PartedData credentials = wanted.packed();
        Prepared stands = last != null && last.changes() == documents.changes() ? last.prepared() : null;
        boolean sameCredentials = stands != null && stands.packed().equals(credentials);
        if (stands != null && sameCredentials && stands.config().equals(wanted.config())) {
            return new Publication(configRevision, List.of(credentials.revision()), null);
        }
        Documents.Placed config = documents.place(configName, wanted.config());
        Decision problem = problem(config, documents.place(credentialsName, credentials));
        if (problem != null) {
            return new Publication(configRevision, List.of(), problem);
        }
        List<String> revisions = sameCredentials ? new ArrayList<>() : beforeConfig(wanted);
        documents.write(config);
        if (!sameCredentials) {
            documents.write(documents.place(credentialsName, credentials));
        }
        revisions.add(credentials.revision());
        return new Publication(configRevision, revisions, null);
    }

    /** The Router's documents. */
    Documents documents() {
        return documents;
    }

    /** Adds what is new to the credentials; the revisions that came of it. */
    private List<String> beforeConfig(Prepared wanted) {
        List<String> revisions = new ArrayList<>();
        Map<String, byte[]> both = new TreeMap<>(publishedCredentials());
        if (wanted.credentials().keySet().containsAll(both.keySet())) {
            documents.write(documents.place(credentialsName, wanted.packed()));
        } else {
            both.putAll(wanted.credentials());
            PartedData union = ConfigPacker.pack(both, ConfigPacker.MAX_SECRET_BYTES);
            Documents.Placed placed = documents.place(credentialsName, union);
            if (documents.problem(placed) == null) {
                documents.write(placed);
                revisions.add(union.revision());
            }
        }
        return revisions;
    }

    /** Empties what earlier documents have left behind: when every gateway serves the present ones. A credential never stays. */
    void sweep() {
        documents.sweep(configName, true);
        documents.sweep(credentialsName, false);
    }

    /** Publishes what all replicas should know of each other; nothing before there is something. */
    void publish(Signals signals, Allotments allotments) {
        if (documents.find(signalsName) != null || !signals.isEmpty() || !allotments.equals(Allotments.NONE)) {
            documents.write(PublishedSecrets.signals(router, signals, allotments));
        }
    }

    /** How limits are parted now, as the API server has it and no cache; what cannot be read is forgotten. */
    Allotments allotments() {
        byte[] bytes = Documents.data(documents.findNow(signalsName)).get(RouterSecrets.ALLOTMENTS_KEY);
        try {
            return bytes == null ? Allotments.NONE : ConfigCodec.decodeAllotments(bytes);
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "published allotments not readable, writing them anew: router={} why={}",
                    signalsName,
                    e.getMessage());
            return Allotments.NONE;
        }
    }

    /** The signals that are published now, by this operator or an earlier one; what cannot be read is forgotten. */
    Signals signals() {
        byte[] bytes = Documents.data(documents.find(signalsName)).get(RouterSecrets.SIGNALS_KEY);
        try {
            return bytes == null ? Signals.NONE : ConfigCodec.decodeSignals(bytes);
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "published signals not readable, writing them anew: router={} why={}", signalsName, e.getMessage());
            return Signals.NONE;
        }
    }

    /**
     * What another operator published before.
     *
     * @param published null = nothing that can be read
     * @param problem why it must not be written over; null = it may
     */
    record Before(
            @Nullable PublishedBefore published, @Nullable Decision problem) {
        private static final Before NOTHING = new Before(null, null);
    }

    /** What an earlier operator published for the Router. */
    Before before() {
        if (documents.find(configName) == null) {
            return Before.NOTHING;
        }
        try {
            Map<String, byte[]> data = documents.read(configName);
            ConfigDocument config = ConfigDocument.read(data);
            PublishedBefore published = new PublishedBefore(
                    config.config(),
                    config.revision(),
                    ConfigCodec.decodeCredentials(documents.read(credentialsName)),
                    origins(data));
            return new Before(published, null);
        } catch (NewerFormatException e) {
            return new Before(null, newer(e));
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "published configuration not readable, writing it anew: router={} why={}",
                    configName,
                    e.getMessage());
            return Before.NOTHING;
        }
    }

    /** Gateways of that release serve it; written over, it would be lost to them, and with it the last valid forms. */
    private Decision newer(NewerFormatException e) {
        String name = router.getMetadata().getNamespace() + "/" + configName;
        return Decision.no(
                Reason.NEWER_RELEASE,
                "Secret " + name + " was written by a much newer release: " + e.getMessage()
                        + "; run that operator, or delete the Secret to go back");
    }

    /** Without them everything counts as new: nothing is lost but the last valid forms of what is broken now. */
    private static Map<ObjectRef, Origin> origins(Map<String, byte[]> data) {
        try {
            return OriginsCodec.decode(data);
        } catch (IllegalArgumentException e) {
            LOG.warn("last valid forms are lost: {}", e.getMessage());
            return Map.of();
        }
    }

    private Map<String, byte[]> publishedCredentials() {
        try {
            return documents.read(credentialsName);
        } catch (IllegalArgumentException e) {
            LOG.warn("published credentials not readable, writing them anew: {}", e.getMessage());
            return Map.of();
        }
    }

    private @Nullable Decision problem(Documents.Placed config, Documents.Placed credentials) {
        Decision problem = documents.problem(config);
        problem = problem == null ? documents.problem(credentials) : problem;
        return problem == null ? documents.foreign(Set.of(signalsName)) : problem;
    }
}
