package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.apikey.KeyRecord;
import io.ninerouter.operator.apikey.RotationSchedule;
import io.ninerouter.operator.apikey.SigningKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The callers. The configuration holds digests, never keys. */
final class KeyStage {
    private final Inputs inputs;
    private final Settings settings;
    private final KeySources sources;
    private final Set<String> reserved;
    private final Map<String, ObjectRef> ownerByDigest = new HashMap<>();
    private final Map<KeyConfig.ServiceAccount, ObjectRef> ownerByAccount = new HashMap<>();

    private KeyStage(Inputs inputs, Settings settings) {
        this.inputs = inputs;
        this.settings = settings;
        this.sources = new KeySources(inputs);
        this.reserved = reserved(inputs.router().name());
    }

    /** What serves, in order of caller. */
    record Result(Map<String, KeyConfig> keys, Map<ObjectRef, Verdict> verdicts) {}

    static Result compile(Inputs inputs, Settings settings) {
        KeyStage stage = new KeyStage(inputs, settings);
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
        Decision accepted = accept(key);
        if (!accepted.holds()) {
            return Verdict.refused(key, accepted, unknown);
        }
        try {
            Terms terms = new Terms(
                    accepted, active, expiresAtMillis(spec.expiresAt()), Rotations.of(spec), KeyBounds.of(spec));
            return spec.subject() == null
                    ? byKey(key, terms)
                    : byAccount(key, spec.subject().serviceAccount().name(), terms);
        } catch (DateTimeException e) {
            String message = "expiresAt: " + spec.expiresAt() + " (expected: RFC 3339, such as 2027-01-31T00:00:00Z)";
            return Verdict.refused(key, Decision.no(Reason.INVALID, message), unknown);
        } catch (IllegalArgumentException e) {
            return Verdict.refused(key, Decision.no(Reason.INVALID, String.valueOf(e.getMessage())), unknown);
        }
    }

    private Verdict byKey(Declared<ApiKey.Spec> key, Terms terms) {
        return switch (sources.find(key)) {
            case KeySources.Found.Nothing(Decision problem) ->
                problem.reason() == Reason.CONFLICT
                        ? Verdict.refused(key, problem, terms.detail())
                        : Verdict.unresolved(key, terms.accepted(), problem, terms.detail());
            case KeySources.Found.Key found -> serve(key, terms, found);
        };
    }

    private Verdict serve(Declared<ApiKey.Spec> key, Terms terms, KeySources.Found.Key found) {
        KeyRecord record = found.issued().record();
        Verdict.KeyTimes times = key.spec().secretName() == null
                ? null
                : new Verdict.KeyTimes(
                        record.issuedAt(),
                        terms.schedule().nextAt(record),
                        record.previous().isEmpty()
                                ? null
                                : record.previous().getLast().until());
        Verdict.OfKey detail =
                new Verdict.OfKey(terms.active(), terms.expiresAtMillis(), KeyPrefix.of(found.text()), times);
        String digest = ConfigCodec.keyDigest(found.text());
        ObjectRef owner = ownerByDigest.putIfAbsent(digest, key.ref());
        if (owner != null) {
            Decision conflict =
                    Decision.no(Reason.CONFLICT, "the key is also that of " + owner + " (expected: a key of its own)");
            return Verdict.refused(key, conflict, detail);
        }
        Map<String, Long> until = new TreeMap<>();
        record.previous().forEach(one -> until.put(one.digest(), one.until().toEpochMilli()));
        List<String> digests = new ArrayList<>(List.of(digest));
        // A key that another ApiKey holds by now is that one's.
        Stream.concat(Stream.ofNullable(found.issued().upcoming()), until.keySet().stream())
                .filter(one -> ownerByDigest.putIfAbsent(one, key.ref()) == null)
                .forEach(digests::add);
        until.keySet().retainAll(digests.subList(1, digests.size()));
        KeyConfig config = new KeyConfig(
                caller(key.ref()),
                digests,
                terms.active(),
                terms.expiresAtMillis(),
                key.spec().models(),
                until,
                null,
                terms.bounds().limits(),
                terms.bounds().budget());
        return Verdict.served(key, terms.accepted(), Fragment.of(config), detail);
    }

    private Verdict byAccount(Declared<ApiKey.Spec> key, String name, Terms terms) {
        String namespace = key.ref().namespace();
        if (settings.tokens() == null) {
            Decision problem = inputs.identities().issuer() instanceof Identities.Issuer.Unknown unknown
                            && SettingsStage.audience(inputs.router().spec()) != null
                    ? Decision.no(Reason.ISSUER_UNAVAILABLE, "subject: " + unknown.why())
                    : Decision.no(
                            Reason.NOT_ALLOWED,
                            "subject: " + inputs.router().ref() + " takes no tokens of ServiceAccounts (expected: one"
                                    + " with spec.access.serviceAccounts.audience)");
            return Verdict.unresolved(key, terms.accepted(), problem, terms.detail());
        }
        String uid = inputs.identities().uid(namespace, name);
        if (uid == null) {
            Decision problem = Decision.no(
                    Reason.SERVICE_ACCOUNT_NOT_FOUND,
                    "subject: ServiceAccount " + namespace + "/" + name + " does not exist");
            return Verdict.unresolved(key, terms.accepted(), problem, terms.detail());
        }
        KeyConfig.ServiceAccount account = new KeyConfig.ServiceAccount(namespace, name, uid);
        ObjectRef owner = ownerByAccount.putIfAbsent(account, key.ref());
        if (owner != null) {
            String message = "subject: ServiceAccount " + namespace + "/" + name + " is also that of " + owner
                    + " (expected: one that no other names)";
            return Verdict.refused(key, Decision.no(Reason.CONFLICT, message), terms.detail());
        }
        KeyConfig config = new KeyConfig(
                caller(key.ref()),
                List.of(),
                terms.active(),
                terms.expiresAtMillis(),
                key.spec().models(),
                Map.of(),
                account,
                terms.bounds().limits(),
                terms.bounds().budget());
        return Verdict.served(key, terms.accepted(), Fragment.of(config), terms.detail());
    }

    private Decision accept(Declared<ApiKey.Spec> key) {
        String own = inputs.router().ref().namespace();
        String namespace = key.ref().namespace();
        if (!namespace.equals(own) && !inputs.reach().allowed().contains(namespace)) {
            return Decision.no(
                    Reason.NOT_ALLOWED,
                    "namespace: " + namespace + " (expected: one that spec.access.keyNamespaces of Router " + own + "/"
                            + inputs.router().name() + " allows)");
        }
        ApiKey.Spec spec = key.spec();
        long sources = Stream.of(spec.secretName(), spec.secretRef(), spec.subject())
                .filter(Objects::nonNull)
                .count();
        if (sources != 1) {
            return Decision.no(Reason.INVALID, "expected exactly one of secretName, secretRef, subject");
        }
        if (namespace.equals(own) && reserved.contains(String.valueOf(spec.secretName()))) {
            return Decision.no(
                    Reason.CONFLICT,
                    "secretName: Secret " + namespace + "/" + spec.secretName() + " is that of "
                            + inputs.router().ref() + " (expected: a name that is free)");
        }
        return Decision.ACCEPTED;
    }

    /** Names that the Router needs for itself, whether it has them already or not. */
    private static Set<String> reserved(String router) {
        Set<String> names = new HashSet<>(RouterSecrets.all(router));
        names.add(SigningKey.secretName(router));
        return names;
    }

    private static @Nullable Long expiresAtMillis(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Instant at = OffsetDateTime.parse(text).toInstant();
        return at.toEpochMilli();
    }

    private static String caller(ObjectRef ref) {
        return ref.namespace() + "/" + ref.name();
    }

    /** On what terms a caller is served, however it shows who it is. */
    private record Terms(
            Decision accepted,
            boolean active,
            @Nullable Long expiresAtMillis,
            RotationSchedule schedule,
            KeyBounds bounds) {
        Verdict.OfKey detail() {
            return new Verdict.OfKey(active, expiresAtMillis, null);
        }
    }
}
