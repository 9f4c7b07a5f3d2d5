package io.ninerouter.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the credentials of a Secret; one of a kind that only a later release knows is left out. One use each. */
final class CredentialReader {
    private final Map<String, Credential> byConnection = new TreeMap<>();
    private final List<NotUnderstood> notUnderstood = new ArrayList<>();

    private CredentialReader() {}

    /** See {@link ConfigCodec#decodeCredentials}. */
    static Credentials read(Map<String, byte[]> data) {
        CredentialReader reader = new CredentialReader();
        data.forEach(reader::read);
        return new Credentials(ConfigCodec.dataDigest(data), reader.byConnection, reader.notUnderstood);
    }

    private void read(String name, byte[] bytes) {
        try {
            JsonNode tree = ConfigCodec.JSON.readTree(bytes);
            if (!tree.path("kind").isTextual()) {
                throw new IllegalArgumentException("no kind");
            }
            Credential.Kind kind = ConfigCodec.JSON.convertValue(tree.path("kind"), Credential.Kind.class);
            if (kind == null) {
                notUnderstood.add(new NotUnderstood(
                        NotUnderstood.CONNECTIONS,
                        name,
                        "not served: kind of credential is none of " + List.of(Credential.Kind.values())
                                + ", as this release knows no other"));
            } else {
                byConnection.put(name, credential(kind, tree));
            }
        } catch (IOException | IllegalArgumentException e) {
            // The parser's own message may quote the secret.
            throw new IllegalArgumentException(
                    "credential " + name + ": not readable (expected: JSON with kind and secret)");
        }
    }

    private static Credential credential(Credential.Kind kind, JsonNode tree) {
        JsonNode expires = tree.path("expiresAtMillis");
        Map<String, String> facts = new TreeMap<>();
        tree.path("facts")
                .properties()
                .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
        return new Credential(
                kind, SecretText.of(tree.path("secret").asText()), expires.isNumber() ? expires.asLong() : null, facts);
    }
}
