package io.ninerouter.quickstart.api.rest;

import io.ninerouter.quickstart.api.rest.ProtobufShapes.Field.Type;
import java.util.Map;

/** The messages {@link Protobuf} knows, by field number as in the generated.proto files of k8s.io/api. */
final class ProtobufShapes {

    /** A field of a message; {@code shape} is that of nested messages. */
    record Field(String name, Type type, Map<Integer, Field> shape) {

        /** What its bytes are. */
        enum Type {
            STRING,
            STRINGS,
            BOOL,
            INTEGER,
            MESSAGE,
            MESSAGES,
            STRING_MAP,
            BYTES_MAP
        }
    }

    static final Map<Integer, Field> TYPE_META = Map.of(1, text("apiVersion"), 2, text("kind"));

    private static final Map<Integer, Field> OWNER = Map.of(
            1, text("kind"),
            3, text("name"),
            4, text("uid"),
            5, text("apiVersion"),
            6, plain("controller", Type.BOOL),
            7, plain("blockOwnerDeletion", Type.BOOL));

    private static final Field METADATA = nested(
            "metadata",
            Map.ofEntries(
                    Map.entry(1, text("name")),
                    Map.entry(2, text("generateName")),
                    Map.entry(3, text("namespace")),
                    Map.entry(5, text("uid")),
                    Map.entry(6, text("resourceVersion")),
                    Map.entry(11, plain("labels", Type.STRING_MAP)),
                    Map.entry(12, plain("annotations", Type.STRING_MAP)),
                    Map.entry(13, new Field("ownerReferences", Type.MESSAGES, OWNER)),
                    Map.entry(14, plain("finalizers", Type.STRINGS))));

    private static final Map<Integer, Field> SECRET = Map.of(
            1, METADATA,
            2, plain("data", Type.BYTES_MAP),
            3, text("type"),
            4, plain("stringData", Type.STRING_MAP),
            5, plain("immutable", Type.BOOL));

    private static final Map<Integer, Field> CONFIG_MAP = Map.of(
            1, METADATA,
            2, plain("data", Type.STRING_MAP),
            3, plain("binaryData", Type.BYTES_MAP),
            4, plain("immutable", Type.BOOL));

    private static final Map<Integer, Field> ACCESS_REVIEW = Map.of(
            1,
            METADATA,
            2,
            nested(
                    "spec",
                    Map.of(
                            1,
                                    nested(
                                            "resourceAttributes",
                                            Map.of(
                                                    1, text("namespace"),
                                                    2, text("verb"),
                                                    3, text("group"),
                                                    4, text("version"),
                                                    5, text("resource"),
                                                    6, text("subresource"),
                                                    7, text("name"))),
                            2, nested("nonResourceAttributes", Map.of(1, text("path"), 2, text("verb"))))));

    private static final Map<Integer, Field> ROLE = Map.of(
            1,
            METADATA,
            2,
            new Field(
                    "rules",
                    Type.MESSAGES,
                    Map.of(
                            1, plain("verbs", Type.STRINGS),
                            2, plain("apiGroups", Type.STRINGS),
                            3, plain("resources", Type.STRINGS),
                            4, plain("resourceNames", Type.STRINGS),
                            5, plain("nonResourceURLs", Type.STRINGS))));

    private static final Map<Integer, Field> ROLE_BINDING = Map.of(
            1,
            METADATA,
            2,
            new Field(
                    "subjects",
                    Type.MESSAGES,
                    Map.of(1, text("kind"), 2, text("apiGroup"), 3, text("name"), 4, text("namespace"))),
            3,
            nested("roleRef", Map.of(1, text("apiGroup"), 2, text("kind"), 3, text("name"))));

    /** The objects that may come, by kind. */
    static final Map<String, Map<Integer, Field>> OBJECTS = Map.ofEntries(
            Map.entry("Secret", SECRET),
            Map.entry("ConfigMap", CONFIG_MAP),
            Map.entry("Namespace", Map.of(1, METADATA)),
            Map.entry("ServiceAccount", Map.of(1, METADATA)),
            Map.entry("SelfSubjectAccessReview", ACCESS_REVIEW),
            Map.entry("SelfSubjectReview", Map.of(1, METADATA)),
            Map.entry("SelfSubjectRulesReview", Map.of(1, METADATA, 2, nested("spec", Map.of(1, text("namespace"))))),
            Map.entry("Role", ROLE),
            Map.entry("ClusterRole", ROLE),
            Map.entry("RoleBinding", ROLE_BINDING),
            Map.entry("ClusterRoleBinding", ROLE_BINDING));

    private ProtobufShapes() {}

    private static Field text(String name) {
        return plain(name, Type.STRING);
    }

    private static Field plain(String name, Type type) {
        return new Field(name, type, Map.of());
    }

    private static Field nested(String name, Map<Integer, Field> shape) {
        return new Field(name, Type.MESSAGE, shape);
    }
}
