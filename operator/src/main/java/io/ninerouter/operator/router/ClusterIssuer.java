package io.ninerouter.operator.router;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.backoff.Backoff;
import io.ninerouter.operator.compile.Identities;
import io.ninerouter.operator.compile.Identities.Issuer;
import io.ninerouter.operator.compile.Inputs;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who signs the tokens of the cluster's ServiceAccounts, asked of the API server at most every {@link #FRESH}. What it said
 * last counts as long as it says nothing else: an API server that is away takes nobody's trust away. Thread-safe.
 */
final class ClusterIssuer {
    /** A key that the cluster begins to sign with is known to every gateway this much later at the latest. */
    static final Duration FRESH = Duration.ofSeconds(60);

    /** After failures it is asked again later and later, never later than if it had answered. */
    static final Backoff RETRY = new Backoff(Duration.ofSeconds(10), FRESH);

    private static final Logger LOG = LoggerFactory.getLogger(ClusterIssuer.class);

    private final KubernetesClient client;
    private final DoubleSupplier chance;
    private @Nullable Answer last;

    ClusterIssuer(KubernetesClient client) {
        this(client, () -> ThreadLocalRandom.current().nextDouble());
    }

    /** @param chance from 0 to below 1 */
    ClusterIssuer(KubernetesClient client, DoubleSupplier chance) {
        this.client = client;
        this.chance = chance;
    }

    /** Who signs the tokens that callers may show; what an earlier operator was told counts until this one is told. */
    Issuer of(Router router, RouterMemory memory, Publisher publisher, Instant now) {
        if (!Identities.concern(router.getSpec())) {
            return Identities.NONE.issuer();
        }
        Issuer read = read(now);
        if (read instanceof Issuer.Unknown && memory.isEmpty()) {
            PublishedBefore before = publisher.before().published();
            return before == null ? read : before.issuer(read);
        }
        Inputs last = memory.inputs();
        return read instanceof Issuer.Unknown
                        && last != null
                        && last.identities().issuer() instanceof Issuer.Known known
                ? known
                : read;
    }

    /** What is known now. */
    synchronized Issuer read(Instant now) {
        Answer before = last;
        if (before != null && now.isBefore(before.askAgainAt())) {
            return before.issuer();
        }
        Issuer read = ask();
        if (read instanceof Issuer.Unknown unknown) {
            LOG.warn("the issuer of ServiceAccount tokens is not known: {}", unknown.why());
            Issuer kept = before != null && before.issuer() instanceof Issuer.Known known ? known : read;
            int failures = before == null ? 1 : before.failures() + 1;
            last = new Answer(kept, now.plus(RETRY.pause(failures, chance.getAsDouble())), failures);
            return kept;
        }
        last = new Answer(read, now.plus(FRESH), 0);
        return read;
    }

    /** When it is worth a look again; null = nobody has asked yet. */
    synchronized @Nullable Instant askAgainAt() {
        Answer answer = last;
        return answer == null ? null : answer.askAgainAt();
    }

    private Issuer ask() {
        try {
            String discovery = client.raw(IssuerDocuments.DISCOVERY);
            String keys = client.raw(IssuerDocuments.KEYS);
            if (discovery == null || keys == null) {
                return new Issuer.Unknown("the API server tells no issuer of ServiceAccount tokens (expected: "
                        + IssuerDocuments.DISCOVERY + " and " + IssuerDocuments.KEYS + ")");
            }
            return IssuerDocuments.read(discovery, keys);
        } catch (KubernetesClientException e) {
            return new Issuer.Unknown("the API server answers " + e.getCode() + " to " + IssuerDocuments.DISCOVERY
                    + " and " + IssuerDocuments.KEYS + " (expected: 200; the right to get them, as ClusterRole"
                    + " system:service-account-issuer-discovery gives it)");
        }
    }

    /** @param failures in a row */
    private record Answer(Issuer issuer, Instant askAgainAt, int failures) {}
}
