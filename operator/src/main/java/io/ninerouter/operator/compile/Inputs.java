package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.catalog.Catalogue;
import java.util.List;
import java.util.Map;

/**
 * Everything that one Router's configuration is made of. The order of the lists does not matter.
 *
 * @param router the Router
 * @param objects the objects that attach to it, see {@link Attachment}
 * @param reach where ApiKeys may live
 * @param secrets the Secrets that the objects name
 * @param catalogue the built-in providers
 * @param identities the cluster's own identities
 * @param lists what providers said of their models, by connection
 */
public record Inputs(
        Declared<Router.Spec> router,
        Objects objects,
        KeyReach reach,
        SecretValues secrets,
        Catalogue catalogue,
        Identities identities,
        Map<String, Listed> lists) {
    public Inputs {
        lists = Map.copyOf(lists);
    }

    /** Inputs where no provider has been asked. */
    public Inputs(
            Declared<Router.Spec> router,
            Objects objects,
            KeyReach reach,
            SecretValues secrets,
            Catalogue catalogue,
            Identities identities) {
        this(router, objects, reach, secrets, catalogue, identities, Map.of());
    }

    /** Inputs where nobody shows a token. */
    public Inputs(
            Declared<Router.Spec> router, Objects objects, KeyReach reach, SecretValues secrets, Catalogue catalogue) {
        this(router, objects, reach, secrets, catalogue, Identities.NONE);
    }

    /** The same with other Secrets. */
    public Inputs with(SecretValues others) {
        return new Inputs(router, objects, reach, others, catalogue, identities, lists);
    }

    /** The same after providers were asked. */
    public Inputs with(Map<String, Listed> others) {
        return new Inputs(router, objects, reach, secrets, catalogue, identities, others);
    }

    /** The objects that attach to the Router. */
    public record Objects(
            List<Declared<ProviderConnection.Spec>> connections,
            List<Declared<ProviderNode.Spec>> nodes,
            List<Declared<Combo.Spec>> combos,
            List<Declared<ModelAlias.Spec>> aliases,
            List<Declared<ApiKey.Spec>> keys) {

        /** No object. */
        public static final Objects NONE = new Objects(List.of(), List.of(), List.of(), List.of(), List.of());

        public Objects {
            connections = OldestFirst.of(connections);
            nodes = OldestFirst.of(nodes);
            combos = OldestFirst.of(combos);
            aliases = OldestFirst.of(aliases);
            keys = OldestFirst.of(keys);
        }
    }
}
