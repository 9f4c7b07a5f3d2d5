package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.Secret;
import io.ninerouter.operator.apikey.KeyRecord;
import io.ninerouter.operator.compile.SecretValues;
import io.ninerouter.operator.credential.Keys;
import io.ninerouter.operator.kube.Kube;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Secrets that the operator has issued to ApiKeys of some namespaces, by the uid of the ApiKey. Usually one each; two
 * while an ApiKey moves to another Secret.
 */
final class IssuedSecrets {
    private final Map<String, List<Secret>> byOwner = new HashMap<>();

    /** Finds them in the cache. */
    IssuedSecrets(ObjectCaches caches, Collection<String> namespaces) {
        namespaces.stream()
                .distinct()
                .flatMap(namespace -> caches.in(Secret.class, namespace))
                .filter(IssuedSecrets::isIssued)
                .forEach(secret -> byOwner.computeIfAbsent(
                                Objects.requireNonNull(Kube.ownerUid(secret)), none -> new ArrayList<>())
                        .add(secret));
        byOwner.values().forEach(secrets -> secrets.sort(Comparator.comparing(IssuedSecrets::newestLast)));
    }

    /** Those of one ApiKey, the newest last. */
    List<Secret> of(String uid) {
        return byOwner.getOrDefault(uid, List.of());
    }

    /** What a compile needs of a Secret. */
    static SecretValues.Entry entry(Secret secret, Instant now) {
        var values = Kube.values(secret);
        Map<String, String> data = Objects.requireNonNullElse(secret.getData(), Map.of());
        return new SecretValues.Entry(
                Kube.ownerUid(secret),
                values,
                data.keySet().stream().filter(key -> !values.containsKey(key)).collect(Collectors.toSet()),
                new SecretValues.Issued(record(secret).at(now), null),
                tokenMarks(secret),
                Kube.isLost(secret));
    }

    /** The history of the key in a Secret; one that was issued by an earlier release is as old as its Secret. */
    static KeyRecord record(Secret secret) {
        Map<String, String> annotations = secret.getMetadata().getAnnotations();
        KeyRecord record = annotations == null ? KeyRecord.NONE : KeyRecord.of(annotations);
        return isIssued(secret) ? record.orIssuedAt(secret.getMetadata().getCreationTimestamp()) : record;
    }

    private static Map<String, String> tokenMarks(Secret secret) {
        Map<String, String> marks =
                new HashMap<>(Objects.requireNonNullElse(secret.getMetadata().getAnnotations(), Map.of()));
        // That a renewal was begun says nothing to a compile.
        marks.keySet().retainAll(List.of(Keys.REFUSED));
        return marks;
    }

    private static boolean isIssued(Secret secret) {
        Map<String, String> labels = secret.getMetadata().getLabels();
        return labels != null
                && Kube.MANAGER.equals(labels.get(Kube.MANAGED_BY))
                && secret.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner -> Boolean.TRUE.equals(owner.getController())
                                && owner.getKind().equals("ApiKey"));
    }

    private static String newestLast(Secret secret) {
        @Nullable Instant at = record(secret).issuedAt();
        return (at == null ? "" : at.toString()) + secret.getMetadata().getName();
    }
}
