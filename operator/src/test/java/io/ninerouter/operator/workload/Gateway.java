package io.ninerouter.operator.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.compile.Declared;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A Router written as people write it, and the objects that are made for it. */
final class Gateway {
    static final String IMAGE = "example/ninerouter-gateway:1";
    static final Platform PLAIN = new Platform(IMAGE, false, false);
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Gateway() {}

    static Router.Spec spec(String yaml) {
        try {
            return YAML.readValue(yaml, Router.Spec.class);
        } catch (IOException e) {
            throw new UncheckedIOException(yaml, e);
        }
    }

    static List<HasMetadata> objects(String spec, Platform platform, World world) {
        return Workloads.desired(
                new Declared<>(
                        new ObjectRef(ObjectRef.Kind.ROUTER, "ai", "main"),
                        "uid-main",
                        1,
                        "2026-01-01T00:00:00Z",
                        spec(spec)),
                world.router(spec).compile().config(),
                platform);
    }

    /** By kind, as JSON. */
    static Map<String, JsonNode> rendered(String spec, Platform platform) {
        Map<String, JsonNode> byKind = new TreeMap<>();
        objects(spec, platform, World.with("openai"))
                .forEach(object -> byKind.put(object.getKind(), JSON.valueToTree(object)));
        return byKind;
    }

    static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
