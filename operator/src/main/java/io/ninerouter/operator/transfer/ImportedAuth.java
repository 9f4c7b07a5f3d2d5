package io.ninerouter.operator.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.operator.catalog.CatalogueEntry;
import io.ninerouter.operator.catalog.OAuthLogin;
import io.ninerouter.operator.catalog.Way;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How connections authorise now: keys and tokens become Secrets, unless the provider does not take them. */
final class ImportedAuth {
    private final Taking taking;

    ImportedAuth(Taking taking) {
        this.taking = taking;
    }

    /** What came of it. */
    sealed interface Outcome {
        /** The value of {@code spec.auth}. */
        record Taken(ObjectNode auth) implements Outcome {}

        /** Why there is none. */
        record Left(String why) implements Outcome {}
    }

    /** Whether what stands as its key is the JSON of a Google service account. */
    static boolean isServiceAccount(String key) {
        return key.startsWith("{") && key.contains("private_key");
    }

    /**
     * Takes over what a connection shows its provider.
     *
     * @param name of the ProviderConnection, which its Secret gets too
     * @param extra of the built-in provider; null = a node
     * @param remarks get what the person has to do or know
     */
    Outcome of(
            JsonNode connection,
            String name,
            String provider,
            CatalogueEntry.@Nullable Extra extra,
            List<String> remarks) {
        String way = Objects.requireNonNullElse(LegacyDatabase.text(connection, "authType"), "no authType");
        Outcome nothing = new Outcome.Left("has no credential that could be taken over (" + way + ")");
        return switch (way) {
            case "cookie" -> nothing;
            case "oauth", "access_token" -> {
                if (extra == null || extra.oauth() == null) {
                    yield refused(provider, extra, Way.OAUTH);
                }
                ObjectNode oauth = login(connection, name, extra.oauth(), remarks);
                yield oauth == null ? nothing : taken(Way.OAUTH, oauth);
            }
            default -> {
                String key = LegacyDatabase.text(connection, "apiKey");
                if (key != null) {
                    yield key(key, name, provider, extra);
                }
                boolean without = way.equals("none") || way.equals("free") || takes(extra, Way.NONE);
                if (!without) {
                    yield nothing;
                }
                yield extra == null || takes(extra, Way.NONE)
                        ? taken(Way.NONE, Specs.object())
                        : refused(provider, extra, Way.NONE);
            }
        };
    }

    private Outcome key(String key, String name, String provider, CatalogueEntry.@Nullable Extra extra) {
        Way way = isServiceAccount(key) ? Way.SERVICE_ACCOUNT_KEY : Way.API_KEY;
        if (extra == null ? way != Way.API_KEY : !takes(extra, way)) {
            return refused(provider, extra, way);
        }
        String place = way == Way.API_KEY ? "api-key" : "service-account.json";
        ObjectNode source = Specs.object();
        source.set("secretRef", Specs.secretRef(taking.addSecret(name, Map.of(place, key)), place));
        return taken(way, source);
    }

    /** Null = there are no tokens, where tokens are what is wanted. */
    private @Nullable ObjectNode login(JsonNode connection, String name, OAuthLogin login, List<String> remarks) {
        ObjectNode oauth = Specs.object();
        if (login.imported() == null) {
            OAuthFlow flow = login.deviceCode() == null ? OAuthFlow.AuthorizationCode : OAuthFlow.DeviceCode;
            // The operator makes this Secret: none of its name may be there.
            String secret = taking.names().take("Secret", name + "-tokens", "tokens");
            oauth.put("flow", flow.name()).set("secretRef", Specs.object().put("name", secret));
            remarks.add("its tokens cannot be taken over: it waits for a login (operator/docs/login.md)");
        } else {
            Map<String, String> values = LegacyTokens.values(connection, login, login.imported());
            if (values.isEmpty()) {
                return null;
            }
            oauth.put("flow", OAuthFlow.Import.name())
                    .set("secretRef", Specs.object().put("name", taking.addSecret(name, values)));
            remarks.add(
                    "whoever uses the same login elsewhere will be signed out by the first refresh: stop 9Router first");
            if (login.client().own() && AccountSettings.value(connection, "clientId") == null) {
                remarks.add("setting clientId has to be given, unless its token is one that is not renewed");
            }
        }
        if (login.client().secret() == OAuthLogin.ClientSecret.REQUIRED) {
            remarks.add("auth.oauth.clientSecretRef has to name a Secret with the vendor's client secret");
        }
        return oauth;
    }

    private static boolean takes(CatalogueEntry.@Nullable Extra extra, Way way) {
        return extra != null && extra.takes().contains(way);
    }

    private static Outcome refused(String provider, CatalogueEntry.@Nullable Extra extra, Way way) {
        String taken = extra == null
                ? Way.API_KEY.field()
                : extra.takes().stream().map(Way::field).collect(Collectors.joining(", "));
        return new Outcome.Left("provider " + provider + " takes " + taken + ", not " + way.field());
    }

    private static Outcome taken(Way way, ObjectNode source) {
        return new Outcome.Taken((ObjectNode) Specs.object().set(way.field(), source));
    }
}
