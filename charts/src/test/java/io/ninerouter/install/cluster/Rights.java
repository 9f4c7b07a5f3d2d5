package io.ninerouter.install.cluster;

import io.ninerouter.install.Documents;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a ServiceAccount may do by the roles that are bound to it, as the API server's RBAC decides it. */
record Rights(List<Grant> grants) {

    /** @param namespace empty = everywhere */
    record Grant(String namespace, Map<String, Object> rule) {

        boolean allows(ApiRequest request) {
            String resource = request.subresource().isEmpty()
                    ? request.resource()
                    : request.resource() + "/" + request.subresource();
            List<String> names = Documents.texts(rule, "resourceNames");
            return (namespace.isEmpty() || namespace.equals(request.namespace()))
                    && Documents.texts(rule, "verbs").contains(request.verb())
                    && Documents.texts(rule, "apiGroups").contains(request.group())
                    && Documents.texts(rule, "resources").contains(resource)
                    && (names.isEmpty() || names.contains(request.name()));
        }
    }

    /** Of a ServiceAccount, by what is bound to it among these objects. */
    static Rights of(List<Map<String, Object>> objects, String namespace, String account) {
        List<Grant> grants = new ArrayList<>();
        for (Map<String, Object> binding : objects) {
            String kind = (String) binding.get("kind");
            if (!kind.endsWith("RoleBinding") || !isBound(binding, namespace, account)) {
                continue;
            }
            String where = kind.equals("RoleBinding") ? Documents.at(binding, "metadata/namespace") : "";
            String role = Documents.<String>at(binding, "roleRef/kind") + " " + (where.isEmpty() ? "" : where + "/")
                    + Documents.at(binding, "roleRef/name");
            Documents.maps(Documents.find(objects, role), "rules").forEach(rule -> grants.add(new Grant(where, rule)));
        }
        return new Rights(grants);
    }

    /** Whether a request would be let through; everybody may ask what he may do. */
    boolean allow(ApiRequest request) {
        boolean everybodys = !request.isResource()
                || request.group().equals("authorization.k8s.io")
                        && request.resource().startsWith("selfsubject");
        return everybodys || grants.stream().anyMatch(grant -> grant.allows(request));
    }

    private static boolean isBound(Map<String, Object> binding, String namespace, String account) {
        return Documents.maps(binding, "subjects").stream()
                .anyMatch(subject -> "ServiceAccount".equals(subject.get("kind"))
                        && account.equals(subject.get("name"))
                        && namespace.equals(subject.get("namespace")));
    }
}
