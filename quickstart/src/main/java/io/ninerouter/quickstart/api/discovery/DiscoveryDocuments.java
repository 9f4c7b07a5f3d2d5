package io.ninerouter.quickstart.api.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.type.ResourceType;
import io.ninerouter.quickstart.api.type.TypeRegistry;
import java.util.List;
import java.util.Optional;

/** What there is: versions, groups, resources. Made afresh for each request, since definitions come and go. */
public final class DiscoveryDocuments {

    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final List<String> SUBRESOURCE_VERBS = List.of("get", "patch", "update");

    private final TypeRegistry types;

    /** Describes what a registry serves. */
    public DiscoveryDocuments(TypeRegistry types) {
        this.types = types;
    }

    /** The document of {@code /version}; the API level whose behaviour is followed. */
    public ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "33")
                .put("gitVersion", "v1.33.0+ninerouter")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "none")
                .put("compiler", "javac")
                .put("platform", "any/any");
    }

    /** The document of {@code /}. */
    public ObjectNode paths() {
        ArrayNode paths = Json.array().add("/api").add("/api/v1").add("/apis");
        for (String group : types.groups()) {
            paths.add("/apis/" + group);
            types.versions(group).forEach(version -> paths.add("/apis/" + group + "/" + version));
        }
        Reviews.GROUP_VERSIONS.forEach(groupVersion -> paths.add("/apis/" + groupVersion));
        List.of(
                        "/.well-known/openid-configuration",
                        "/healthz",
                        "/livez",
                        "/openapi/v2",
                        "/openapi/v3",
                        "/openid/v1/jwks",
                        "/readyz",
                        "/version")
                .forEach(paths::add);
        ObjectNode document = Json.object();
        document.set("paths", paths);
        return document;
    }

    /** The document of {@code /api}. */
    public ObjectNode coreVersions() {
        ObjectNode document = Json.object().put("kind", "APIVersions");
        document.putArray("versions").add("v1");
        document.putArray("serverAddressByClientCIDRs");
        return document;
    }

    /** The document of {@code /apis}. */
    public ObjectNode groups() {
        ObjectNode document = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = document.putArray("groups");
        types.groups().forEach(group -> groups.add(group(group, types.versions(group))));
        Reviews.GROUP_VERSIONS.forEach(groupVersion -> {
            int slash = groupVersion.indexOf('/');
            groups.add(group(groupVersion.substring(0, slash), List.of(groupVersion.substring(slash + 1))));
        });
        return document;
    }

    /** The document of {@code /apis/{group}}; empty when there is no such group. */
    public Optional<ObjectNode> group(String name) {
        for (var group : groups().path("groups")) {
            if (group.path("name").asText().equals(name)) {
                return Optional.of(((ObjectNode) group).put("kind", "APIGroup").put("apiVersion", "v1"));
            }
        }
        return Optional.empty();
    }

    private static ObjectNode group(String name, List<String> versions) {
        ObjectNode group = Json.object().put("name", name);
        ArrayNode list = group.putArray("versions");
        versions.forEach(version -> list.add(version(name, version)));
        group.set("preferredVersion", version(name, versions.getFirst()));
        return group;
    }

    private static ObjectNode version(String group, String version) {
        return Json.object().put("groupVersion", group + "/" + version).put("version", version);
    }

    /** The document of {@code /api/v1} or {@code /apis/{group}/{version}}; empty when there is nothing there. */
    public Optional<ObjectNode> resources(String group, String version) {
        String groupVersion = group.isEmpty() ? version : group + "/" + version;
        ObjectNode document = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", groupVersion);
        ArrayNode resources = document.putArray("resources");
        types.types(group, version).forEach(type -> {
            resources.add(resource(type));
            if (type.traits().statusSubresource()) {
                resources.add(subresource(type, "status"));
            }
            if (type.collection().equals("serviceaccounts")) {
                resources.add(tokens());
            }
        });
        Reviews.resources(groupVersion).forEach(resources::add);
        return resources.isEmpty() ? Optional.empty() : Optional.of(document);
    }

    private static ObjectNode resource(ResourceType type) {
        ObjectNode resource = Json.object()
                .put("name", type.names().plural())
                .put("singularName", type.names().singular())
                .put("namespaced", type.namespaced())
                .put("kind", type.kind());
        resource.set("verbs", Json.strings(VERBS));
        if (!type.names().shortNames().isEmpty()) {
            resource.set("shortNames", Json.strings(type.names().shortNames()));
        }
        if (!type.names().categories().isEmpty()) {
            resource.set("categories", Json.strings(type.names().categories()));
        }
        return resource;
    }

    private static ObjectNode tokens() {
        ObjectNode resource = Json.object()
                .put("name", "serviceaccounts/token")
                .put("singularName", "")
                .put("namespaced", true)
                .put("group", "authentication.k8s.io")
                .put("version", "v1")
                .put("kind", "TokenRequest");
        resource.set("verbs", Json.strings(List.of("create")));
        return resource;
    }

    private static ObjectNode subresource(ResourceType type, String subresource) {
        ObjectNode resource = Json.object()
                .put("name", type.names().plural() + "/" + subresource)
                .put("singularName", "")
                .put("namespaced", type.namespaced())
                .put("kind", type.kind());
        resource.set("verbs", Json.strings(SUBRESOURCE_VERBS));
        return resource;
    }
}
