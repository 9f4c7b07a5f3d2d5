package io.ninerouter.quickstart.api.hook;

/**
 * One request as an authorizer would see it, before it is carried out.
 *
 * @param verb get, list, watch, create, update, patch, delete or deletecollection; the lower-case HTTP method where the
 *     path names no resource
 * @param group the API group, empty for the core group
 * @param resource the plural, empty where the path names no resource
 * @param subresource such as {@code status}, empty for the object itself
 * @param namespace empty for cluster-scoped resources and requests across namespaces
 * @param name empty for collections
 * @param path the path without its query
 * @param userAgent what the client calls itself, empty when it does not say
 */
public record ApiRequest(
        String verb,
        String group,
        String resource,
        String subresource,
        String namespace,
        String name,
        String path,
        String userAgent) {

    /** A request for something that is no resource, such as discovery. */
    public static ApiRequest nonResource(String method, String path, String userAgent) {
        return new ApiRequest(method.toLowerCase(java.util.Locale.ROOT), "", "", "", "", "", path, userAgent);
    }

    /** Whether the path names a resource. */
    public boolean isResource() {
        return !resource.isEmpty();
    }
}
