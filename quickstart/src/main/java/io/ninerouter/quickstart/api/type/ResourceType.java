package io.ninerouter.quickstart.api.type;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.error.ResourceName;
import io.ninerouter.quickstart.api.schema.Schema;

/**
 * One resource in one version, as it is served.
 *
 * @param names what it is called
 * @param version the API version, such as {@code v1alpha1}
 * @param traits how it behaves
 * @param shape what its objects look like and what is wrong with one
 * @param presentation how tables show it and what field selectors it knows
 * @param versions how its stored form relates to this version
 */
public record ResourceType(
        ResourceNames names,
        String version,
        Traits traits,
        Shape shape,
        Presentation presentation,
        VersionMapping versions) {

    /** The value of {@code apiVersion}. */
    public String apiVersion() {
        return names.group().isEmpty() ? version : names.group() + "/" + version;
    }

    /** The key under which its objects are stored, the same for all its versions. */
    public String collection() {
        return traits.storedAs().isEmpty() ? name().qualified() : traits.storedAs();
    }

    /** How messages name it. */
    public ResourceName name() {
        return new ResourceName(names.group(), names.plural(), names.kind());
    }

    /** What its objects look like, with the metadata every object has. */
    public Schema schema() {
        return shape.schema();
    }

    /** The kind. */
    public String kind() {
        return names.kind();
    }

    /** Whether its objects live in namespaces. */
    public boolean namespaced() {
        return traits.namespaced();
    }

    /** A stored object as this version shows it; a copy that the caller may change. */
    public ObjectNode fromStorage(ObjectNode stored) {
        ObjectNode object = versions.fromStorage(stored.deepCopy());
        return object.put("apiVersion", apiVersion());
    }

    /** A stored object as this version shows it, shared where the two are the same: not to be changed. */
    public ObjectNode view(ObjectNode stored) {
        boolean same = versions.storedNames().isEmpty()
                && stored.path("apiVersion").asText().equals(apiVersion());
        return same ? stored : fromStorage(stored);
    }

    /** An object of this version as it is stored; a copy. */
    public ObjectNode toStorage(ObjectNode object) {
        return versions.toStorage(object.deepCopy());
    }
}
