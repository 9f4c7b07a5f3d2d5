package io.ninerouter.quickstart.api.hook;

import java.util.Locale;

/**
 * One request as an authorizer would see it, before it is carried out.
 *
 * @param verb get, list, watch, create, update, patch, delete or deletecollection; the lower-case HTTP method where the
 *     path names no resource
 * @param attributes what the path names
 * @param path the path without its query
 * @param userAgent what the client calls itself, empty when it does not say
 */
public record ApiRequest(String verb, Attributes attributes, String path, String userAgent) {

    /**
     * What a path names; all empty when it names no resource.
     *
     * @param group the API group, empty for the core group
     * @param resource the plural
     * @param subresource such as {@code status}, empty for the object itself
     * @param namespace empty for cluster-scoped resources and requests across namespaces
     * @param name empty for collections
     */
    public record Attributes(String group, String resource, String subresource, String namespace, String name) {

        private static final Attributes NONE = new Attributes("", "", "", "", "");
    }

    /** A request for something that is no resource, such as discovery. */
    public static ApiRequest nonResource(String method, String path, String userAgent) {
        return new ApiRequest(method.toLowerCase(Locale.ROOT), Attributes.NONE, path, userAgent);
    }

    /** Whether the path names a resource. */
    public boolean isResource() {
        return !resource().isEmpty();
    }

    /** The API group, empty for the core group. */
    public String group() {
        return attributes.group();
    }

    /** The plural, empty where the path names no resource. */
    public String resource() {
        return attributes.resource();
    }

    /** Such as {@code status}; empty for the object itself. */
    public String subresource() {
        return attributes.subresource();
    }

    /** Empty for cluster-scoped resources and requests across namespaces. */
    public String namespace() {
        return attributes.namespace();
    }

    /** Empty for collections. */
    public String name() {
        return attributes.name();
    }
}
