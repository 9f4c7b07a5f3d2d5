package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.SecretKeyRef;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.apikey.KeySecret;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Finds the key of each ApiKey in its Secret. The older ApiKey has a Secret first; one that has been issued keeps it. */
final class KeySources {
    private final SecretValues secrets;
    private final Map<String, ObjectRef> byUid;
    private final Map<String, ObjectRef> claims = new HashMap<>();

    KeySources(Inputs inputs) {
        this.secrets = inputs.secrets();
        this.byUid = inputs.objects().keys().stream()
                .collect(Collectors.toMap(Declared::uid, Declared::ref, (one, _) -> one));
    }

    /** A key, or what is wrong. */
    sealed interface Found {
        /**
         * A key.
         *
         * @param issued what else counts beside it
         */
        record Key(SecretText text, SecretValues.Issued issued) implements Found {}

        /** None. */
        record Nothing(Decision problem) implements Found {}
    }

    Found find(Declared<ApiKey.Spec> key) {
        SecretKeyRef ref = key.spec().secretRef();
        return ref == null ? issued(key, String.valueOf(key.spec().secretName())) : brought(key, ref);
    }

    private Found brought(Declared<ApiKey.Spec> key, SecretKeyRef ref) {
        String namespace = key.ref().namespace();
        String place = "secretRef: Secret " + namespace + "/" + ref.name();
        SecretValues.Entry secret = secrets.find(namespace, ref.name());
        if (secret == null) {
            return nothing(Reason.SECRET_NOT_FOUND, place + " does not exist");
        }
        return text(place, secret, Objects.requireNonNullElse(ref.key(), KeySecret.KEY), SecretValues.Issued.NONE);
    }

    private Found issued(Declared<ApiKey.Spec> key, String secretName) {
        String namespace = key.ref().namespace();
        String place = "secretName: Secret " + namespace + "/" + secretName;
        ObjectRef claimed = claims.putIfAbsent(namespace + "/" + secretName, key.ref());
        SecretValues.Entry secret = secrets.find(namespace, secretName);
        KeySecret.Holder holder = new KeySecret.Holder(key.uid(), key.name());
        if (secret != null && !holder.holds(secret.ownerUid(), secret.issued().record())) {
            ObjectRef other = secret.ownerUid() == null ? null : byUid.get(secret.ownerUid());
            String whose = other == null ? "someone else" : other.toString();
            return nothing(Reason.CONFLICT, place + " belongs to " + whose + " (expected: a name that is free)");
        }
        if (secret == null && claimed != null) {
            return nothing(Reason.CONFLICT, place + " is that of " + claimed + " (expected: a name that is free)");
        }
        SecretValues.Entry moving = secret == null ? secrets.issuedTo(key.uid()) : secret;
        return moving == null
                ? nothing(Reason.PENDING, place + " is being issued")
                : text(place, moving, KeySecret.KEY, moving.issued());
    }

    private static Found text(String place, SecretValues.Entry secret, String key, SecretValues.Issued issued) {
        SecretText text = secret.values().get(key);
        if (text == null) {
            return nothing(Reason.SECRET_KEY_MISSING, place + secret.without(key));
        }
        return isHeaderValue(text)
                ? new Found.Key(text, issued)
                : nothing(
                        Reason.INVALID,
                        place + ", key " + key + ": holds blanks or characters that no header can carry"
                                + " (expected: one word of visible ASCII)");
    }

    /** Whether a text can stand in a header. */
    static boolean isHeaderValue(SecretText text) {
        return text.reveal().chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    private static Found.Nothing nothing(Reason reason, String message) {
        return new Found.Nothing(Decision.no(reason, message));
    }
}
