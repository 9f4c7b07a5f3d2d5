package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.SecretKeyRef;
import io.ninerouter.config.Credential;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.apikey.KeySecret;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The credentials that connections name, found in their Secrets. */
final class ShownCredentials {
    /** Key of a Secret with AWS keys. */
    static final String ACCESS_KEY_ID = "access-key-id";

    /** Key of a Secret with AWS keys. */
    static final String SECRET_ACCESS_KEY = "secret-access-key";

    /** Key of a Secret with AWS keys; only those that expire have one. */
    static final String SESSION_TOKEN = "session-token";

    private static final String ACCESS_KEY = "accessKeyId";

    private final SecretValues secrets;

    ShownCredentials(SecretValues secrets) {
        this.secrets = secrets;
    }

    /** A credential, or what is wrong; neither where none is needed. */
    record Lookup(@Nullable Credential credential, @Nullable Decision problem) {
        private static final Lookup NOT_NEEDED = new Lookup(null, null);

        private static Lookup of(Credential credential) {
            return new Lookup(credential, null);
        }

        private static Lookup wrong(Reason reason, String message) {
            return new Lookup(null, Decision.no(reason, message));
        }
    }

    /** Finds what a connection shows that does not log in. */
    Lookup find(String namespace, ProviderConnection.Auth auth) {
        if (auth.apiKey() != null) {
            return apiKey(namespace, auth.apiKey().secretRef());
        }
        return auth.aws() != null ? aws(namespace, auth.aws().secretRef().name()) : Lookup.NOT_NEEDED;
    }

    private Lookup apiKey(String namespace, SecretKeyRef ref) {
        String place = place("apiKey", namespace, ref.name());
        SecretValues.Entry secret = secrets.find(namespace, ref.name());
        if (secret == null) {
            return Lookup.wrong(Reason.SECRET_NOT_FOUND, place + " does not exist");
        }
        String name = Objects.requireNonNullElse(ref.key(), KeySecret.KEY);
        return switch (word(place, secret, name)) {
            case Word.Text(SecretText key) -> Lookup.of(new Credential(Credential.Kind.API_KEY, key, null));
            case Word.Wrong(Decision problem) -> new Lookup(null, problem);
        };
    }

    /** The secret key is what is kept; the other two travel beside it. */
    private Lookup aws(String namespace, String name) {
        String place = place("aws", namespace, name);
        SecretValues.Entry secret = secrets.find(namespace, name);
        if (secret == null) {
            return Lookup.wrong(Reason.SECRET_NOT_FOUND, place + " does not exist");
        }
        Map<String, String> facts = new TreeMap<>();
        Decision problem = fact(ACCESS_KEY, word(place, secret, ACCESS_KEY_ID), facts);
        if (problem == null && secret.values().containsKey(SESSION_TOKEN)) {
            problem = fact("sessionToken", word(place, secret, SESSION_TOKEN), facts);
        }
        if (problem != null) {
            return new Lookup(null, problem);
        }
        return switch (word(place, secret, SECRET_ACCESS_KEY)) {
            case Word.Text(SecretText key) -> Lookup.of(new Credential(Credential.Kind.ACCESS_TOKEN, key, null, facts));
            case Word.Wrong(Decision wrong) -> new Lookup(null, wrong);
        };
    }

    private static @Nullable Decision fact(String name, Word word, Map<String, String> facts) {
        return switch (word) {
            case Word.Text(SecretText text) -> {
                facts.put(name, text.reveal());
                yield null;
            }
            case Word.Wrong(Decision problem) -> problem;
        };
    }

    /** The same with the region that requests are signed for. */
    static @Nullable Credential complete(@Nullable Credential credential, Map<String, String> settings) {
        String region = settings.get(AccountRules.REGION);
        if (credential == null || region == null || !credential.facts().containsKey(ACCESS_KEY)) {
            return credential;
        }
        Map<String, String> facts = new TreeMap<>(credential.facts());
        facts.put(AccountRules.REGION, region);
        return new Credential(credential.kind(), credential.secret(), credential.expiresAtMillis(), facts);
    }

    private static Word word(String place, SecretValues.Entry secret, String key) {
        SecretText value = secret.values().get(key);
        if (value == null) {
            return new Word.Wrong(Decision.no(Reason.SECRET_KEY_MISSING, place + secret.without(key)));
        }
        return KeySources.isHeaderValue(value)
                ? new Word.Text(value)
                : new Word.Wrong(Decision.no(
                        Reason.INVALID,
                        place + ", key " + key + ": holds blanks or characters that no header can carry"
                                + " (expected: one word of visible ASCII)"));
    }

    /** What stands under one key of a Secret: a word that a header can carry, or what is wrong with it. */
    private sealed interface Word {
        /** Such a word. */
        record Text(SecretText text) implements Word {}

        /** None. */
        record Wrong(Decision problem) implements Word {}
    }

    private static String place(String way, String namespace, String name) {
        return "auth." + way + ".secretRef: Secret " + namespace + "/" + name;
    }
}
