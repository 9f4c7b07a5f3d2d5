package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.apikey.KeyIssuer;
import io.ninerouter.operator.apikey.KeyIssuer.Content;
import io.ninerouter.operator.apikey.KeyRecord;
import io.ninerouter.operator.apikey.KeySecret;
import io.ninerouter.operator.apikey.RotationSchedule;
import io.ninerouter.operator.apikey.SigningKey;
import io.ninerouter.operator.compile.Inputs;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.Rotations;
import io.ninerouter.operator.compile.SecretValues;
import io.ninerouter.operator.kube.Kube;
import io.ninerouter.operator.status.FragmentTracker.Tracked;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Issues, replaces and removes the keys of one Router's ApiKeys. The Secrets that come of it start the next round.
 *
 * <p>A key is replaced in three steps, each of which may be the last before a crash: its digest is published beside that of
 * the old key; when every ready replica has acknowledged that, the Secret gets the new key together with the digest of the
 * old one and its end, in one write; the next round compiles from the Secret alone. Up to the write nothing has happened.
 */
final class KeyOrders {
    /** A replica that does not acknowledge delays a rotation, it does not stop it. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(KeyOrders.class);

    private final Surroundings surroundings;
    private final ObjectCaches caches;
    private final UpcomingKeys upcoming;
    private final Router router;
    private final Instant now;
    private @Nullable SigningKey signing;

    KeyOrders(Surroundings surroundings, ObjectCaches caches, UpcomingKeys upcoming, Router router, Instant now) {
        this.surroundings = surroundings;
        this.caches = caches;
        this.upcoming = upcoming;
        this.router = router;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The inputs with the digests of keys that are to be written soon. */
    Inputs announce(Inputs inputs) {
        upcoming.retain(() ->
                caches.all(ApiKey.class).map(key -> key.getMetadata().getUid()).collect(Collectors.toSet()));
        SecretValues secrets = inputs.secrets();
        for (var key : inputs.objects().keys()) {
            String name = key.spec().secretName();
            SecretValues.Entry entry =
                    name == null ? null : secrets.find(key.ref().namespace(), name);
            ApiKey object = find(key.ref());
            if (name == null || entry == null || object == null || !key.uid().equals(entry.ownerUid())) {
                upcoming.forget(key.uid());
            } else if (isDue(object, entry.issued().record())) {
                SecretText next = prepare(key.uid());
                secrets = next == null
                        ? secrets
                        : secrets.with(key.ref().namespace(), name, entry.withUpcoming(ConfigCodec.keyDigest(next)));
            } else {
                upcoming.forget(key.uid());
            }
        }
        return secrets.equals(inputs.secrets()) ? inputs : inputs.with(secrets);
    }

    /**
     * Writes what is to be written. One ApiKey whose Secret cannot be written stops none of the others.
     *
     * @return the first failure; null = none
     */
    @Nullable
    RuntimeException carryOut(Telling telling) {
        RuntimeException first = null;
        List<ObjectRef> accepted = telling.compilation().verdicts().values().stream()
                .filter(verdict ->
                        verdict.ref().kind() == Kind.KEY && verdict.accepted().holds())
                .map(verdict -> verdict.ref())
                .toList();
        IssuedSecrets issued = new IssuedSecrets(
                caches, accepted.stream().map(ObjectRef::namespace).toList());
        for (ObjectRef ref : accepted) {
            try {
                carryOut(telling, ref, issued);
            } catch (KubernetesClientException e) {
                LOG.warn("key not written: apiKey={} status={}", ref, e.getCode());
                first = first == null ? e : first;
            } catch (IllegalStateException e) {
                LOG.warn("key not written: apiKey={} why={}", ref, e.getMessage());
                first = first == null ? e : first;
            }
        }
        return first;
    }

    private void carryOut(Telling telling, ObjectRef ref, IssuedSecrets all) {
        ApiKey key = find(ref);
        if (key == null || key.getSpec() == null) {
            return;
        }
        List<Secret> issued = all.of(key.getMetadata().getUid());
        String name = key.getSpec().secretName();
        boolean stands = name == null || order(telling, key, name, issued);
        if (stands) {
            issued.stream()
                    .filter(secret -> !secret.getMetadata().getName().equals(name))
                    .forEach(issuer()::delete);
        }
    }

    /** Sees to the Secret of that name; true when it is there as it should be, so that others may go. */
    private boolean order(Telling telling, ApiKey key, String name, List<Secret> issued) {
        KeySecret.Holder holder = new KeySecret.Holder(
                key.getMetadata().getUid(), key.getMetadata().getName());
        String endpoint = surroundings.settings().endpoint(router);
        KeyIssuer.Place place = new KeyIssuer.Place(key.getMetadata().getNamespace(), name, Kube.owner(key));
        Secret there = caches.find(Secret.class, place.namespace(), name).orElse(null);
        KeySecret.Existing existing = there == null
                ? null
                : new KeySecret.Existing(Kube.ownerUid(there), IssuedSecrets.record(there), Kube.values(there));
        switch (KeySecret.decide(holder, existing, endpoint)) {
            case KeySecret.Order.Issue() -> issuer().create(place, first(key, issued, endpoint));
            case KeySecret.Order.Restore(SecretText kept)
            when there != null && existing != null ->
                issuer().write(there, place, kept == null ? fresh(key, endpoint) : kept(key, kept, existing, endpoint));
            case KeySecret.Order.Keep()
            when there != null && existing != null -> {
                replaceIfDue(telling, key, place, there, existing);
                return true;
            }
            case KeySecret.Order.Restore _, KeySecret.Order.Keep _, KeySecret.Order.Foreign _ -> {}
        }
        return false;
    }

    private void replaceIfDue(
            Telling telling, ApiKey key, KeyIssuer.Place place, Secret there, KeySecret.Existing existing) {
        String uid = key.getMetadata().getUid();
        UpcomingKeys.Upcoming next = upcoming.find(uid);
        SecretText old = existing.values().get(KeySecret.KEY);
        if (next == null || old == null || !isDue(key, existing.record()) || !mayWrite(telling, key, next)) {
            return;
        }
        KeyRecord record = Rotations.of(key.getSpec())
                .replaced(
                        existing.record(),
                        key.getMetadata().getName(),
                        ConfigCodec.keyDigest(old),
                        KeyRecord.requestOf(key.getMetadata().getAnnotations()),
                        now);
        issuer().write(
                        there,
                        place,
                        new Content(next.key(), record, surroundings.settings().endpoint(router)));
    }

    /** Whether the replicas know the key, or have had their time. */
    private boolean mayWrite(Telling telling, ApiKey key, UpcomingKeys.Upcoming next) {
        ObjectRef ref = new ObjectRef(
                Kind.KEY, key.getMetadata().getNamespace(), key.getMetadata().getName());
        Tracked tracked = telling.memory().tracker().find(ref);
        if (telling.problem() != null
                || tracked == null
                || !(tracked.fragment().config() instanceof KeyConfig config)
                || !config.digests().contains(ConfigCodec.keyDigest(next.key()))) {
            return false;
        }
        int acknowledged = telling.fleet().acknowledged(tracked.configSequence(), tracked.credentialSequence());
        return acknowledged == telling.fleet().live().size()
                || !now.isBefore(next.since().plus(PATIENCE));
    }

    /** The key of a new Secret: that of the one that it takes the place of, else a new one. */
    private Content first(ApiKey key, List<Secret> issued, String endpoint) {
        if (!issued.isEmpty()) {
            Secret last = issued.getLast();
            SecretText moved = Kube.values(last).get(KeySecret.KEY);
            if (moved != null) {
                KeySecret.Existing existing =
                        new KeySecret.Existing(Kube.ownerUid(last), IssuedSecrets.record(last), Kube.values(last));
                return kept(key, moved, existing, endpoint);
            }
        }
        return fresh(key, endpoint);
    }

    private Content fresh(ApiKey key, String endpoint) {
        KeyRecord record = KeyRecord.fresh(
                key.getMetadata().getName(),
                KeyRecord.requestOf(key.getMetadata().getAnnotations()),
                now);
        return new Content(issuer().newKey(signing()), record, endpoint);
    }

    private Content kept(ApiKey key, SecretText kept, KeySecret.Existing existing, String endpoint) {
        KeyRecord before = existing.record().at(now);
        KeyRecord record = new KeyRecord(
                key.getMetadata().getName(),
                before.issuedAt() == null ? now : before.issuedAt(),
                before.previous(),
                before.request());
        return new Content(kept, record, endpoint);
    }

    private boolean isDue(ApiKey key, KeyRecord record) {
        try {
            RotationSchedule schedule = Rotations.of(key.getSpec());
            return schedule.isDue(record, KeyRecord.requestOf(key.getMetadata().getAnnotations()), now);
        } catch (IllegalArgumentException e) {
            // The compile says of this ApiKey what is wrong with it.
            return false;
        }
    }

    /** A key to be announced; null when none can be made now, which the next round tries again. */
    private @Nullable SecretText prepare(String uid) {
        try {
            return upcoming.prepare(uid, () -> issuer().newKey(signing()), now).key();
        } catch (KubernetesClientException e) {
            LOG.warn("no new key prepared, trying again: apiKeyUid={} status={}", uid, e.getCode());
        } catch (IllegalStateException e) {
            LOG.warn("no new key prepared, trying again: apiKeyUid={} why={}", uid, e.getMessage());
        }
        return null;
    }

    private KeyIssuer issuer() {
        return surroundings.writing().issuer();
    }

    private @Nullable ApiKey find(ObjectRef ref) {
        return caches.find(ApiKey.class, ref.namespace(), ref.name()).orElse(null);
    }

    private SigningKey signing() {
        SigningKey known = signing;
        if (known == null) {
            known = issuer().signingKey(
                            router.getMetadata().getNamespace(),
                            router.getMetadata().getName(),
                            Kube.owner(router));
            signing = known;
        }
        return known;
    }
}
