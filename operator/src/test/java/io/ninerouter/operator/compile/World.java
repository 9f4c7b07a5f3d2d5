package io.ninerouter.operator.compile;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.Catalogue;
import io.ninerouter.operator.catalog.CatalogueLoader;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.settings.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The objects around one Router, written as people write them. Each that is added is a second younger than the one before. */
public final class World {
    public static final String NAMESPACE = "ai";
    private static final Catalogue CATALOGUE = CatalogueLoader.load();
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Catalogue catalogue;
    private Router.Spec router = Router.Spec.empty();
    private final List<Declared<?>> objects = new ArrayList<>();
    private final Map<String, SecretValues.Entry> secrets = new HashMap<>();
    private Set<String> rule = Set.of();
    private Scope scope = Scope.EVERYWHERE;
    private Identities.Issuer issuer = Identities.NONE.issuer();
    private final Map<String, String> accounts = new HashMap<>();
    private final Map<ObjectRef, Declared<?>> firsts = new HashMap<>();
    private final Map<String, Listed> lists = new HashMap<>();
    private int clock;
    private int routerGeneration = 1;

    /** A world with the built-in providers. */
    public World() {
        this(CATALOGUE);
    }

    World(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** A world with a usable connection to each provider that is named. */
    public static World with(String... providers) {
        World world = new World();
        for (String provider : providers) {
            world.account(provider, provider);
        }
        return world;
    }

    public World router(String spec) {
        router = read(spec, Router.Spec.class);
        return this;
    }

    public World keyNamespaces(String... allowed) {
        rule = Set.of(allowed);
        return this;
    }

    public World watched(String... namespaces) {
        scope = Scope.of(namespaces);
        return this;
    }

    /** A connection and its Secret. */
    public World account(String name, String provider) {
        return secret(name, "api-key", "key-of-" + name)
                .connection(name, "{provider: " + provider + ", auth: {apiKey: {secretRef: {name: " + name + "}}}}");
    }

    public World connection(String name, String spec) {
        return add(Kind.CONNECTION, NAMESPACE, name, read(spec, ProviderConnection.Spec.class));
    }

    public World node(String name, String spec) {
        return add(Kind.NODE, NAMESPACE, name, read(spec, ProviderNode.Spec.class));
    }

    /** A node that speaks OpenAI chat. */
    public World endpoint(String name, String prefix, String... models) {
        StringBuilder ids = new StringBuilder();
        for (String model : models) {
            ids.append("{id: ").append(model).append("},");
        }
        return node(
                name,
                "{prefix: " + prefix + ", dialect: OpenAIChat, baseUrl: 'http://" + name + ".svc/v1', models: [" + ids
                        + "], discovery: {enabled: " + (models.length == 0) + "}}");
    }

    public World lists(String connection, ModelConfig... models) {
        var account =
                (Verdict.OfConnection) verdict(Kind.CONNECTION, connection).detail();
        lists.put(connection, Listed.of(account.asking().models().source(), List.of(models), false, Instant.EPOCH));
        return this;
    }

    public World combo(String name, String... members) {
        StringBuilder models = new StringBuilder();
        for (String member : members) {
            models.append("{model: '").append(member).append("'},");
        }
        return comboOf(name, "{models: [" + models + "]}");
    }

    public World comboOf(String name, String spec) {
        return add(Kind.COMBO, NAMESPACE, name, read(spec, Combo.Spec.class));
    }

    public World alias(String name, String target) {
        return add(Kind.ALIAS, NAMESPACE, name, new ModelAlias.Spec(null, null, target));
    }

    public World key(String name, String spec) {
        return key(NAMESPACE, name, spec);
    }

    public World key(String namespace, String name, String spec) {
        return add(Kind.KEY, namespace, name, read(spec, ApiKey.Spec.class));
    }

    public World secret(String name, String key, String value) {
        return secret(NAMESPACE, name, null, Map.of(key, value));
    }

    public World secret(String namespace, String name, String ownerUid, Map<String, String> values) {
        return secret(namespace, name, ownerUid, values, SecretValues.Issued.NONE);
    }

    public World secret(
            String namespace, String name, String ownerUid, Map<String, String> values, SecretValues.Issued issued) {
        Map<String, SecretText> texts = new HashMap<>();
        Set<String> blank = new HashSet<>();
        values.forEach((key, value) -> {
            if (value.isBlank()) {
                blank.add(key);
            } else {
                texts.put(key, SecretText.of(value));
            }
        });
        secrets.put(namespace + "/" + name, new SecretValues.Entry(ownerUid, texts, blank, issued));
        return this;
    }

    public World issuer(Identities.Issuer said) {
        issuer = said;
        return this;
    }

    public World serviceAccount(String namespace, String name, String uid) {
        accounts.put(namespace + "/" + name, uid);
        return this;
    }

    public World withoutSecret(String name) {
        secrets.remove(NAMESPACE + "/" + name);
        return this;
    }

    public World without(Kind kind, String name) {
        objects.removeIf(object -> object.ref().kind() == kind && object.name().equals(name));
        return this;
    }

    /** Gives an object another spec: the next generation of the same object. */
    public World edit(Kind kind, String name, String spec) {
        objects.replaceAll(
                object -> object.ref().kind() == kind && object.name().equals(name)
                        ? edited(object, read(spec, object.spec().getClass()))
                        : object);
        return this;
    }

    /** Gives an object the spec that it had in its first generation. */
    public World reset(Kind kind, String name) {
        objects.replaceAll(object ->
                object.ref().kind() == kind && object.name().equals(name) ? firsts.get(object.ref()) : object);
        return this;
    }

    /** Another object under a name that was used before. */
    public World recreated(Kind kind, String name, String spec) {
        Declared<?> former = firsts.get(new ObjectRef(kind, NAMESPACE, name));
        objects.add(new Declared<>(
                former.ref(),
                former.uid() + "-again",
                1,
                former.createdAt(),
                read(spec, former.spec().getClass())));
        return this;
    }

    public World editRouter(String spec) {
        router = read(spec, Router.Spec.class);
        routerGeneration++;
        return this;
    }

    public World aliasOf(String name, String alias, String target) {
        return add(
                Kind.ALIAS,
                NAMESPACE,
                name,
                read("{alias: " + alias + ", target: " + target + "}", ModelAlias.Spec.class));
    }

    public Compilation compile(LastValid before) {
        return ConfigCompiler.compile(inputs(objects), before);
    }

    /** Compiles after something else was compiled. */
    public Compiled compile(LastValid before, @Nullable Compiled previous) {
        return ConfigCompiler.compile(inputs(objects), before, previous);
    }

    public List<Declared<?>> objects() {
        return objects;
    }

    public Compilation compile() {
        return ConfigCompiler.compile(inputs(objects));
    }

    public Compilation compileShuffled(long seed) {
        List<Declared<?>> shuffled = new ArrayList<>(objects);
        Collections.shuffle(shuffled, new Random(seed));
        return ConfigCompiler.compile(inputs(shuffled));
    }

    public Verdict verdict(Kind kind, String name) {
        return compile().verdicts().values().stream()
                .filter(one -> one.ref().kind() == kind && one.ref().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public static String uid(String name) {
        return "uid-" + name;
    }

    private <S> World add(Kind kind, String namespace, String name, S spec) {
        String createdAt =
                Instant.parse("2026-01-01T00:00:00Z").plusSeconds(clock++).toString();
        Declared<S> declared = new Declared<>(new ObjectRef(kind, namespace, name), uid(name), 1, createdAt, spec);
        objects.add(declared);
        firsts.put(declared.ref(), declared);
        return this;
    }

    private static Declared<?> edited(Declared<?> object, Object spec) {
        return new Declared<>(object.ref(), object.uid(), object.generation() + 1, object.createdAt(), spec);
    }

    private Inputs inputs(List<Declared<?>> given) {
        return new Inputs(
                new Declared<>(
                        new ObjectRef(Kind.ROUTER, NAMESPACE, "main"),
                        uid("main"),
                        routerGeneration,
                        "2025-01-01T00:00:00Z",
                        router),
                new Inputs.Objects(
                        of(given, ProviderConnection.Spec.class),
                        of(given, ProviderNode.Spec.class),
                        of(given, Combo.Spec.class),
                        of(given, ModelAlias.Spec.class),
                        of(given, ApiKey.Spec.class)),
                new KeyReach(rule, scope),
                new SecretValues(secrets),
                catalogue,
                new Identities(issuer, accounts),
                lists);
    }

    @SuppressWarnings("unchecked")
    private static <S> List<Declared<S>> of(List<Declared<?>> given, Class<S> type) {
        return given.stream()
                .filter(object -> type.isInstance(object.spec()))
                .map(object -> (Declared<S>) object)
                .toList();
    }

    private static <S> S read(String yaml, Class<S> type) {
        try {
            return YAML.readValue(yaml, type);
        } catch (IOException e) {
            throw new UncheckedIOException(yaml, e);
        }
    }
}
