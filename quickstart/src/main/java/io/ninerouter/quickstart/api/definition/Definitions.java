package io.ninerouter.quickstart.api.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.error.FieldError;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.resource.KindRule;
import io.ninerouter.quickstart.api.resource.Metadata;
import io.ninerouter.quickstart.api.resource.Stamps;
import io.ninerouter.quickstart.api.schema.ModelSchemas;
import io.ninerouter.quickstart.api.store.StoreEvent;
import io.ninerouter.quickstart.api.type.BuiltInTypes;
import io.ninerouter.quickstart.api.type.TypeRegistry;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * CustomResourceDefinitions: refused when they do not compile, established and served as soon as they are stored.
 * Thread-safe.
 */
public final class Definitions implements KindRule, Consumer<StoreEvent> {

    private record Cached(JsonNode spec, DefinitionCompiler.Result result) {}

    private final TypeRegistry types;
    private final DefinitionCompiler compiler;
    private final Stamps stamps;
    // Compiled once when validated, used again when stored. One entry a definition.
    private final ConcurrentHashMap<String, Cached> compiled = new ConcurrentHashMap<>();

    /** Serves definitions through a registry. */
    public Definitions(TypeRegistry types, ModelSchemas schemas, Stamps stamps) {
        this.types = types;
        this.compiler = new DefinitionCompiler(schemas);
        this.stamps = stamps;
    }

    @Override
    public void prepare(ObjectNode definition, @Nullable ObjectNode old) {
        ObjectNode spec = Json.ensureObject(definition, "spec");
        ObjectNode names = Json.ensureObject(spec, "names");
        String kind = names.path("kind").asText("");
        if (!names.has("singular")) {
            names.put("singular", kind.toLowerCase(Locale.ROOT));
        }
        if (!names.has("listKind")) {
            names.put("listKind", kind + "List");
        }
        if (!spec.has("conversion")) {
            spec.putObject("conversion").put("strategy", "None");
        }
        if (old == null || !old.path("spec").equals(spec)) {
            establish(definition, spec);
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode definition, @Nullable ObjectNode old) {
        return compile(definition).errors();
    }

    /** Serves or forgets what a definition gives. */
    @Override
    public void accept(StoreEvent event) {
        if (!event.collection().equals(BuiltInTypes.DEFINITIONS)) {
            return;
        }
        String name = event.object().key().name();
        if (event.kind() == StoreEvent.Kind.DELETED) {
            compiled.remove(name);
            types.forget(name);
        } else {
            types.define(name, compile(event.object().object()).types());
        }
    }

    private DefinitionCompiler.Result compile(ObjectNode definition) {
        String name = Metadata.text(definition, "name");
        JsonNode spec = definition.path("spec");
        Cached cached = compiled.get(name);
        if (cached != null && cached.spec().equals(spec)) {
            return cached.result();
        }
        DefinitionCompiler.Result result = compiler.compile(definition);
        if (result.errors().isEmpty()) {
            compiled.put(name, new Cached(spec.deepCopy(), result));
        }
        return result;
    }

    private void establish(ObjectNode definition, ObjectNode spec) {
        ObjectNode status = Json.ensureObject(definition, "status");
        status.set("acceptedNames", spec.path("names").deepCopy());
        var stored = status.putArray("storedVersions");
        spec.path("versions")
                .valueStream()
                .filter(version -> version.path("storage").asBoolean(false))
                .forEach(version -> stored.add(version.path("name").asText()));
        if (!status.has("conditions")) {
            var conditions = status.putArray("conditions");
            conditions.add(condition("NamesAccepted", "NoConflicts", "no conflicts found"));
            conditions.add(condition("Established", "InitialNamesAccepted", "the initial names have been accepted"));
        }
    }

    private ObjectNode condition(String type, String reason, String message) {
        return Json.object()
                .put("type", type)
                .put("status", "True")
                .put("lastTransitionTime", stamps.now())
                .put("reason", reason)
                .put("message", message);
    }
}
