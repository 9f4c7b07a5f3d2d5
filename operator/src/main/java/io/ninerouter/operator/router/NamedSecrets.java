package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.Secret;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Egress;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.apikey.KeyRecord;
import io.ninerouter.operator.compile.Declared;
import io.ninerouter.operator.compile.Inputs;
import io.ninerouter.operator.compile.SecretValues;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Secrets that the objects of one Router name. Read anew when a Secret has changed, other ones are named, or a key in one
 * of them is over; what has not changed is the very instance that was read before. One thread at a time.
 */
final class NamedSecrets {
    private final ObjectCaches caches;
    private Inputs.Objects named = Inputs.Objects.NONE;
    private Map<Place, Seen> seen = Map.of();
    private SecretValues values = SecretValues.NONE;
    private Set<Place> ofRouter = Set.of();
    private long read = -1;
    private Instant until = Instant.MIN;

    NamedSecrets(ObjectCaches caches) {
        this.caches = caches;
    }

    /** Reads; keys that are over at {@code now} are left out. */
    SecretValues read(Inputs.Objects objects, Router router, Instant now) {
        long changes = caches.changes(Secret.class);
        boolean same = changes == read
                && objects.connections().equals(named.connections())
                && places(router).equals(ofRouter)
                && objects.keys().equals(named.keys())
                && now.isBefore(until);
        if (!same) {
            ofRouter = places(router);
            SecretValues next = values(objects, now);
            values = next.equals(values) ? values : next;
            named = objects;
            read = changes;
        }
        return values;
    }

    private SecretValues values(Inputs.Objects objects, Instant now) {
        Map<Place, Seen> next = new HashMap<>();
        until = Instant.MAX;
        Stream.concat(
                        Stream.concat(ofRouter.stream(), places(objects).stream())
                                .distinct()
                                .flatMap(place -> find(place).stream()),
                        moving(objects.keys()))
                .forEach(secret -> {
                    Place place = new Place(
                            secret.getMetadata().getNamespace(),
                            secret.getMetadata().getName());
                    next.put(place, see(seen.get(place), secret, now));
                });
        seen = next;
        Map<String, SecretValues.Entry> found = new HashMap<>();
        next.forEach((place, one) -> found.put(place.namespace() + "/" + place.name(), one.entry()));
        return new SecretValues(found);
    }

    private Seen see(@Nullable Seen before, Secret secret, Instant now) {
        String version = Objects.requireNonNullElse(secret.getMetadata().getUid(), "") + " "
                + secret.getMetadata().getResourceVersion();
        List<KeyRecord.Previous> ending =
                before == null ? List.of() : before.entry().issued().record().previous();
        Seen one = before != null && before.version().equals(version) && ending.isEmpty()
                ? before
                : new Seen(version, IssuedSecrets.entry(secret, now));
        one.entry().issued().record().previous().stream()
                .map(KeyRecord.Previous::until)
                .filter(end -> end.isBefore(until))
                .forEach(end -> until = end);
        return one;
    }

    private static Set<Place> places(Router router) {
        String namespace = router.getMetadata().getNamespace();
        return Egress.secretsOf(
                        router.getSpec() == null ? null : router.getSpec().egress())
                .stream()
                .map(name -> new Place(namespace, name))
                .collect(Collectors.toSet());
    }

    private static Set<Place> places(Inputs.Objects objects) {
        Set<Place> places = new LinkedHashSet<>();
        for (Declared<ProviderConnection.Spec> connection : objects.connections()) {
            ObjectReader.secretsOf(connection.name(), connection.spec())
                    .forEach(name -> places.add(new Place(connection.ref().namespace(), name)));
        }
        for (Declared<ApiKey.Spec> key : objects.keys()) {
            places.add(new Place(key.ref().namespace(), ObjectReader.secretOf(key.spec())));
        }
        return places;
    }

    /** The Secrets of ApiKeys that name another one now: until that is there, the key counts that they have. */
    private Stream<Secret> moving(List<Declared<ApiKey.Spec>> keys) {
        List<Declared<ApiKey.Spec>> without = keys.stream()
                .filter(key -> key.spec().secretName() != null)
                .filter(key -> find(new Place(key.ref().namespace(), ObjectReader.secretOf(key.spec())))
                        .isEmpty())
                .toList();
        if (without.isEmpty()) {
            return Stream.empty();
        }
        IssuedSecrets issued = new IssuedSecrets(
                caches, without.stream().map(key -> key.ref().namespace()).toList());
        return without.stream()
                .map(key -> issued.of(key.uid()))
                .filter(secrets -> !secrets.isEmpty())
                .map(List::getLast);
    }

    private Optional<Secret> find(Place place) {
        return caches.find(Secret.class, place.namespace(), place.name());
    }

    private record Place(String namespace, String name) {}

    /**
     * A Secret as it was read.
     *
     * @param version uid and version of the object
     */
    private record Seen(String version, SecretValues.Entry entry) {}
}
