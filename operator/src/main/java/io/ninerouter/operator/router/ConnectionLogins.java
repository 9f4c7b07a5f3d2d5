package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.LoginPlan;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.credential.Keys;
import io.ninerouter.operator.credential.Wanted;
import io.ninerouter.operator.credential.live.Keeper;
import io.ninerouter.operator.credential.live.Keeper.Kept;
import io.ninerouter.operator.kube.Kube;
import io.ninerouter.operator.status.Fleet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The accounts that log in, as the loop deals with them: it says which, and is woken when something goes wrong or well again. */
final class ConnectionLogins {
    private final Surroundings surroundings;
    private final SimpleInboundEventSource<Router> news = new SimpleInboundEventSource<>("ConnectionLogins");

    ConnectionLogins(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** What the framework runs for them. */
    EventSource<?, Router> eventSource() {
        keeper().wakes(router -> news.propagateEvent(new ResourceID(router.name(), router.namespace())));
        return news;
    }

    /** From now on this operator logs in and renews. */
    void lead() {
        keeper().lead();
    }

    /** From now on another operator does. */
    void resign() {
        keeper().resign();
    }

    void retain(Set<ObjectRef> routers) {
        keeper().retain(routers);
    }

    /** Has the accounts of a Router kept; what goes wrong at any of them. */
    Map<ObjectRef, String> plan(ResourceID router, Compilation compilation, Fleet fleet, ObjectCaches caches) {
        Map<ObjectRef, Kept> kept = new HashMap<>();
        compilation.logins().forEach((ref, verdict) -> {
            LoginPlan login = verdict.login();
            if (login != null
                    && verdict.accepted().holds()
                    && verdict.detail() instanceof Verdict.OfConnection connection
                    && connection.active()) {
                caches.find(ProviderConnection.class, ref.namespace(), ref.name())
                        .ifPresent(object -> kept.put(ref, kept(object, login, fleet, caches)));
            }
        });
        return keeper().plan(ConnectionWork.ref(router), kept);
    }

    private static Kept kept(ProviderConnection connection, LoginPlan login, Fleet fleet, ObjectCaches caches) {
        String name = connection.getMetadata().getName();
        Set<String> refused = fleet.reportsOf(name).stream()
                .map(ConnectionReport::refusedMark)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Map<String, String> annotations =
                Objects.requireNonNullElse(connection.getMetadata().getAnnotations(), Map.of());
        Wanted known = login.wanted();
        return new Kept(
                new Wanted(
                        known.account(),
                        known.vendor(),
                        known.source(),
                        annotations.getOrDefault(Keys.REQUEST, ""),
                        refused),
                login.secret(),
                Kube.owner(connection),
                login.own(),
                login.way(),
                caches.find(Secret.class, connection.getMetadata().getNamespace(), login.secret())
                        .map(secret -> String.valueOf(secret.getMetadata().getResourceVersion()))
                        .orElse(""));
    }

    private Keeper keeper() {
        return surroundings.beside().keeper();
    }
}
