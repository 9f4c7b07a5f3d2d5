package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.Router;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's own identities, as far as callers may show them.
 *
 * @param issuer who signs the tokens of ServiceAccounts
 * @param uidByAccount uid of each ServiceAccount that an ApiKey names and that exists, by {@code namespace/name}
 */
public record Identities(Issuer issuer, Map<String, String> uidByAccount) {
    /** Nobody was asked: no Router wants to know. */
    public static final Identities NONE =
            new Identities(new Issuer.Unknown("the API server has not been asked yet"), Map.of());

    public Identities {
        uidByAccount = Collections.unmodifiableMap(new TreeMap<>(uidByAccount));
    }

    /** Whether a Router takes tokens of ServiceAccounts, so that their issuer has to be known. */
    public static boolean concern(Router.@Nullable Spec spec) {
        return spec != null && SettingsStage.audience(spec) != null;
    }

    /** Uid of a ServiceAccount; null when it does not exist. */
    @Nullable
    String uid(String namespace, String name) {
        return uidByAccount.get(namespace + "/" + name);
    }

    /** Who signs the tokens of ServiceAccounts. */
    public sealed interface Issuer {
        /**
         * The API server has said it.
         *
         * @param issuer the claim {@code iss}
         * @param jwks public keys alone: a JSON Web Key Set
         */
        record Known(String issuer, String jwks) implements Issuer {}

        /** It has not. */
        record Unknown(String why) implements Issuer {}
    }
}
