package io.ninerouter.quickstart.api.rest;

import java.util.ArrayList;
import java.util.List;

/** What a path leads to. */
sealed interface Route {

    /**
     * Objects, or one of them.
     *
     * @param namespace empty when the path names none
     * @param name empty for a collection
     * @param subresource empty for the object itself
     */
    record Resource(String group, String version, String namespace, String plural, String name, String subresource)
            implements Route {

        String groupVersion() {
            return group.isEmpty() ? version : group + "/" + version;
        }
    }

    /** Anything else; the path's segments. */
    record Other(List<String> segments) implements Route {

        public Other {
            segments = List.copyOf(segments);
        }
    }

    /** Reads a decoded path. */
    static Route of(String path) {
        List<String> segments = new ArrayList<>(List.of(path.split("/", -1)));
        segments.removeIf(String::isEmpty);
        if (segments.size() > 2 && segments.getFirst().equals("api")) {
            return resource("", segments.get(1), segments.subList(2, segments.size()));
        }
        if (segments.size() > 3 && segments.getFirst().equals("apis")) {
            return resource(segments.get(1), segments.get(2), segments.subList(3, segments.size()));
        }
        return new Other(segments);
    }

    private static Route resource(String group, String version, List<String> rest) {
        // Below a namespace lie its resources, but for the subresources of the namespace itself.
        boolean within = rest.size() > 2
                && rest.getFirst().equals("namespaces")
                && !List.of("status", "finalize").contains(rest.get(2));
        String namespace = within ? rest.get(1) : "";
        List<String> own = within ? rest.subList(2, rest.size()) : rest;
        if (own.size() > 3) {
            return new Other(own);
        }
        return new Resource(
                group,
                version,
                namespace,
                own.getFirst(),
                own.size() > 1 ? own.get(1) : "",
                own.size() > 2 ? own.get(2) : "");
    }
}
