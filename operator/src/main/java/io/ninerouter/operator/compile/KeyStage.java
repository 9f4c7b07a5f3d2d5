package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.SecretKeyRef;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.SecretText;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The callers. The configuration holds digests, never keys. */
final class KeyStage {
    /** Key of an issued Secret that holds the key itself. */
    static final String ISSUED_KEY = "api-key";

    private static final int PREFIX_CHARACTERS = 7;

    private final Inputs inputs;
    private final Map<String, ObjectRef> ownerByDigest = new HashMap<>();

    private KeyStage(Inputs inputs) {
        this.inputs = inputs;
    }

    /** What serves, in order of caller. */
    record Result(Map<String, KeyConfig> keys, Map<ObjectRef, Verdict> verdicts) {}

    static Result compile(Inputs inputs) {
        KeyStage stage = new KeyStage(inputs);
        Result result = new Result(new TreeMap<>(), new HashMap<>());
        inputs.objects().keys().forEach(key -> {
            Verdict verdict = stage.judge(key);
            result.verdicts().put(key.ref(), verdict);
            if (verdict.fragment() != null && verdict.fragment().config() instanceof KeyConfig config) {
                result.keys().put(config.caller(), config);
            }
        });
        return result;
    }

    private Verdict judge(Declared<ApiKey.Spec> key) {
        ApiKey.Spec spec = key.spec();
        boolean active = !Boolean.FALSE.equals(spec.active());
        Verdict.OfKey unknown = new Verdict.OfKey(active, null, null);
        Decision accepted = NotInEffect.key(spec, accept(key));
        if (!accepted.holds()) {
            return Verdict.refused(key, accepted, unknown);
        }
        Long expiresAt;
        try {
            expiresAt = expiresAtMillis(spec.expiresAt());
        } catch (DateTimeException e) {
            String message = "expiresAt: " + spec.expiresAt() + " (expected: RFC 3339, such as 2027-01-31T00:00:00Z)";
            return Verdict.refused(key, Decision.no(Reason.INVALID, message), unknown);
        }
        Found found = find(key);
        if (found.problem() != null) {
            return found.problem().reason() == Reason.CONFLICT
                    ? Verdict.refused(key, found.problem(), unknown)
                    : Verdict.unresolved(key, accepted, found.problem(), unknown);
        }
        return serve(key, accepted, found.key(), new Verdict.OfKey(active, expiresAt, prefix(found.key())));
    }

    private Verdict serve(
            Declared<ApiKey.Spec> key, Decision accepted, @Nullable SecretText text, Verdict.OfKey detail) {
        if (text == null) {
            throw new IllegalStateException(key.ref() + ": neither a key nor a problem");
        }
        String digest = ConfigCodec.keyDigest(text);
        ObjectRef owner = ownerByDigest.putIfAbsent(digest, key.ref());
        if (owner != null) {
            Decision conflict =
                    Decision.no(Reason.CONFLICT, "the key is also that of " + owner + " (expected: a key of its own)");
            return Verdict.refused(key, conflict, detail);
        }
        KeyConfig config = new KeyConfig(
                caller(key.ref()),
                List.of(digest),
                detail.active(),
                detail.expiresAtMillis(),
                key.spec().models());
        return Verdict.served(key, accepted, Fragment.of(config), detail);
    }

    private Decision accept(Declared<ApiKey.Spec> key) {
        String own = inputs.router().ref().namespace();
        String namespace = key.ref().namespace();
        if (!namespace.equals(own) && !inputs.keyNamespaces().contains(namespace)) {
            return Decision.no(
                    Reason.NOT_ALLOWED,
                    "namespace: " + namespace + " (expected: one that spec.access.keyNamespaces of Router " + own + "/"
                            + inputs.router().name() + " allows)");
        }
        if (key.spec().subject() != null) {
            return Decision.no(
                    Reason.UNSUPPORTED, "subject: not supported in this release (expected: secretName or secretRef)");
        }
        if ((key.spec().secretName() == null) == (key.spec().secretRef() == null)) {
            return Decision.no(Reason.INVALID, "expected exactly one of secretName, secretRef");
        }
        return Decision.ACCEPTED;
    }

    private Found find(Declared<ApiKey.Spec> key) {
        SecretKeyRef ref = key.spec().secretRef();
        if (ref != null) {
            return find(key, "secretRef", ref.name(), Objects.requireNonNullElse(ref.key(), ISSUED_KEY), false);
        }
        return find(key, "secretName", String.valueOf(key.spec().secretName()), ISSUED_KEY, true);
    }

    private Found find(Declared<ApiKey.Spec> key, String field, String secretName, String secretKey, boolean issued) {
        String namespace = key.ref().namespace();
        SecretValues.Entry secret = inputs.secrets().find(namespace, secretName);
        String place = field + ": Secret " + namespace + "/" + secretName;
        if (secret == null) {
            String message = place + (issued ? " is being issued" : " does not exist");
            return new Found(null, Decision.no(Reason.SECRET_NOT_FOUND, message));
        }
        if (issued && !key.uid().equals(secret.ownerUid())) {
            String message = place + " belongs to someone else (expected: a name that is free)";
            return new Found(null, Decision.no(Reason.CONFLICT, message));
        }
        SecretText text = secret.values().get(secretKey);
        if (text == null) {
            String message = place + " has no key " + secretKey + ", or it is empty";
            return new Found(null, Decision.no(Reason.SECRET_KEY_MISSING, message));
        }
        return new Found(text, null);
    }

    private static @Nullable Long expiresAtMillis(@Nullable String text) {
        return text == null ? null : OffsetDateTime.parse(text).toInstant().toEpochMilli();
    }

    /** Enough to tell keys apart, too little to guess one; a short key shows nothing. */
    private static @Nullable String prefix(@Nullable SecretText key) {
        if (key == null) {
            return null;
        }
        String text = key.reveal();
        return text.length() < 4 * PREFIX_CHARACTERS ? "…" : text.substring(0, PREFIX_CHARACTERS) + "…";
    }

    private static String caller(ObjectRef ref) {
        return ref.namespace() + "/" + ref.name();
    }

    /** A key, or what is wrong. */
    private record Found(@Nullable SecretText key, @Nullable Decision problem) {}
}
