package io.ninerouter.operator.router;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.operator.compile.Identities.Issuer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an API server says of the tokens that it signs: OpenID Connect Discovery 1.0 and RFC 7517, as Kubernetes serves
 * them. Pure.
 */
final class IssuerDocuments {
    static final String DISCOVERY = "/.well-known/openid-configuration";

    /** On the API server itself, wherever the discovery document says that the world finds the keys. */
    static final String KEYS = "/openid/v1/jwks";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The members of a public key, by type; nothing else is passed on. */
    private static final Map<String, List<String>> MEMBERS =
            Map.of("RSA", List.of("n", "e"), "EC", List.of("crv", "x", "y"));

    private IssuerDocuments() {}

    /**
     * The issuer and its public keys; equal answers, in any order, give equal texts.
     *
     * @param discovery the document at {@link #DISCOVERY}
     * @param jwks the document at {@link #KEYS}
     */
    static Issuer read(String discovery, String jwks) {
        try {
            String issuer = JSON.readTree(discovery).path("issuer").asText("");
            if (issuer.isBlank()) {
                return new Issuer.Unknown(DISCOVERY + " of the API server: no issuer (expected: one)");
            }
            List<ObjectNode> keys = new ArrayList<>();
            JSON.readTree(jwks).path("keys").forEach(key -> {
                ObjectNode one = publicKey(key);
                if (one != null) {
                    keys.add(one);
                }
            });
            if (keys.isEmpty()) {
                return new Issuer.Unknown(KEYS + " of the API server: no key for signatures (expected: RSA or EC)");
            }
            keys.sort(Comparator.comparing(JsonNode::toString));
            ArrayNode array = JSON.createArrayNode().addAll(keys);
            return new Issuer.Known(
                    issuer, JSON.createObjectNode().set("keys", array).toString());
        } catch (JsonProcessingException e) {
            return new Issuer.Unknown(DISCOVERY + " and " + KEYS + " of the API server: not readable (expected: JSON)");
        }
    }

    private static @Nullable ObjectNode publicKey(JsonNode key) {
        String type = key.path("kty").asText("");
        List<String> members = MEMBERS.get(type);
        if (members == null || !key.path("use").asText("sig").equals("sig")) {
            return null;
        }
        ObjectNode copy = JSON.createObjectNode().put("kty", type).put("use", "sig");
        for (String name : List.of("kid", "alg")) {
            if (key.path(name).isTextual()) {
                copy.put(name, key.path(name).asText());
            }
        }
        for (String name : members) {
            if (!key.path(name).isTextual()) {
                return null;
            }
            copy.put(name, key.path(name).asText());
        }
        return copy;
    }
}
