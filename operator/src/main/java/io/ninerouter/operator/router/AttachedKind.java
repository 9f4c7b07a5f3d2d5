package io.ninerouter.operator.router;

import io.fabric8.kubernetes.client.CustomResource;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ObjectStatus;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.config.ReplicaReport.QuotaReport;
import io.ninerouter.config.Signals.Signal;
import io.ninerouter.operator.allot.Spending;
import io.ninerouter.operator.compile.LoginPlan;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.Verdict;
import io.ninerouter.operator.credential.Standing;
import io.ninerouter.operator.probe.Probed;
import io.ninerouter.operator.status.Statuses;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A kind that attaches to a Router, and how its status is made.
 *
 * @param kind for look-up
 * @param type its class
 * @param empty makes an object
 * @param status makes the whole status
 */
record AttachedKind<S extends ObjectStatus, T extends CustomResource<?, S>>(
        Kind kind, Class<T> type, Supplier<T> empty, StatusMaker<S, T> status) {

    /** All of them. */
    static final List<AttachedKind<?, ?>> ALL = List.of(
            new AttachedKind<>(
                    Kind.CONNECTION,
                    ProviderConnection.class,
                    ProviderConnection::new,
                    (object, conditions, facts) -> Statuses.connection(
                            object.getStatus(),
                            generation(object),
                            conditions,
                            facts.reports(),
                            facts.signals(),
                            facts.probed(),
                            facts.detail(),
                            facts.asked(),
                            standing(facts.detail()))),
            new AttachedKind<>(
                    Kind.NODE,
                    ProviderNode.class,
                    ProviderNode::new,
                    (object, conditions, facts) -> Statuses.node(generation(object), conditions)),
            new AttachedKind<>(
                    Kind.COMBO,
                    Combo.class,
                    Combo::new,
                    (object, conditions, facts) ->
                            Statuses.combo(generation(object), conditions, facts.detail(), facts.refused())),
            new AttachedKind<>(
                    Kind.ALIAS,
                    ModelAlias.class,
                    ModelAlias::new,
                    (object, conditions, facts) -> Statuses.alias(generation(object), conditions)),
            new AttachedKind<>(
                    Kind.KEY,
                    ApiKey.class,
                    ApiKey::new,
                    (object, conditions, facts) -> Statuses.key(
                            object.getStatus(), generation(object), conditions, facts.detail(), facts.spending())));

    /** The descriptor of one kind; the Router is none. */
    static AttachedKind<?, ?> of(Kind kind) {
        return ALL.stream()
                .filter(one -> one.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(kind + ": attaches to nothing"));
    }

    private static @Nullable Standing standing(Verdict.Detail detail) {
        LoginPlan login = detail instanceof Verdict.OfConnection connection ? connection.login() : null;
        return login == null ? null : login.standing();
    }

    /** The generation of an object's spec. */
    static long generation(CustomResource<?, ?> object) {
        return Objects.requireNonNullElse(object.getMetadata().getGeneration(), 0L);
    }

    /** Makes the whole status of an object. */
    @FunctionalInterface
    interface StatusMaker<S, T> {
        /** The status; conditions are ready made. */
        S make(T object, List<Condition> conditions, Facts facts);
    }

    /**
     * What a status tells beside the conditions.
     *
     * @param detail what the compile found
     * @param reports what the replicas say of a connection
     * @param signals what all replicas leave alone at a connection
     * @param refused connections whose credential the provider refuses
     * @param probed what checks of a connection's credential yielded
     * @param asked what the provider said of a connection's windows when it was asked
     * @param spending how the budget of an ApiKey stands; null = it has none
     * @param trouble what goes wrong with the renewal of a connection's tokens; null = nothing
     */
    record Facts(
            Verdict.Detail detail,
            List<ConnectionReport> reports,
            List<Signal> signals,
            Set<String> refused,
            Probed probed,
            List<QuotaReport> asked,
            @Nullable Spending spending,
            @Nullable String trouble) {
        /** Nothing more. */
        static Facts of(Verdict.Detail detail) {
            return new Facts(detail, List.of(), List.of(), Set.of(), Probed.NOTHING, List.of(), null, null);
        }
    }
}
