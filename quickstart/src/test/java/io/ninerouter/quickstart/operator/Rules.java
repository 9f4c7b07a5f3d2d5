package io.ninerouter.quickstart.operator;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Verbs by {@code group/resource}: what roles allow, or what was asked of a server. */
final class Rules {
    private Rules() {}

    static Map<String, Set<String>> of(List<PolicyRule> rules) {
        Map<String, Set<String>> verbs = new TreeMap<>();
        for (PolicyRule rule : rules) {
            for (String group : rule.getApiGroups()) {
                for (String resource : rule.getResources()) {
                    verbs.computeIfAbsent(key(group, resource), none -> new TreeSet<>())
                            .addAll(rule.getVerbs());
                }
            }
        }
        return verbs;
    }

    static Map<String, Set<String>> of(List<ApiRequest> requests, Predicate<ApiRequest> whose) {
        Map<String, Set<String>> verbs = new TreeMap<>();
        requests.stream()
                .filter(whose)
                .filter(ApiRequest::isResource)
                .forEach(request -> verbs.computeIfAbsent(key(request), none -> new TreeSet<>())
                        .add(request.verb()));
        return verbs;
    }

    private static String key(ApiRequest request) {
        return key(
                request.group(),
                request.subresource().isEmpty()
                        ? request.resource()
                        : request.resource() + "/" + request.subresource());
    }

    private static String key(String group, String resource) {
        return (group.isEmpty() ? "core" : group) + "/" + resource;
    }

    /** What the second has beyond the first. */
    static Map<String, Set<String>> beyond(Map<String, Set<String>> first, Map<String, Set<String>> second) {
        Map<String, Set<String>> more = new TreeMap<>();
        second.forEach((resource, verbs) -> {
            Set<String> left = new TreeSet<>(verbs);
            left.removeAll(first.getOrDefault(resource, Set.of()));
            if (!left.isEmpty()) {
                more.put(resource, left);
            }
        });
        return more;
    }
}
