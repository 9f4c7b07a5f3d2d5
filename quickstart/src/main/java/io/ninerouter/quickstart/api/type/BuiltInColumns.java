package io.ninerouter.quickstart.api.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The columns kubectl prints for built-in kinds, after Name, as the API server's printers give them. */
final class BuiltInColumns {

    private static final Column AGE = column("Age", "date", at(".metadata.creationTimestamp"));
    private static final Column CREATED = column("Created At", "string", at(".metadata.creationTimestamp"));

    private static final Map<String, List<Column>> BY_PLURAL = Map.ofEntries(
            Map.entry("namespaces", List.of(column("Status", "string", at(".status.phase")), AGE)),
            Map.entry(
                    "secrets",
                    List.of(column("Type", "string", at(".type")), column("Data", "integer", size("data")), AGE)),
            Map.entry("configmaps", List.of(column("Data", "integer", size("data", "binaryData")), AGE)),
            Map.entry("events", events()),
            Map.entry("serviceaccounts", List.of(AGE)),
            Map.entry("services", services()),
            Map.entry("pods", pods()),
            Map.entry("endpoints", List.of(AGE)),
            Map.entry("leases", List.of(column("Holder", "string", at(".spec.holderIdentity")), AGE)),
            Map.entry("deployments", deployments()),
            Map.entry("roles", List.of(CREATED)),
            Map.entry("clusterroles", List.of(CREATED)),
            Map.entry("rolebindings", List.of(column("Role", "string", BuiltInColumns::role), AGE)),
            Map.entry("clusterrolebindings", List.of(column("Role", "string", BuiltInColumns::role), AGE)),
            Map.entry(
                    "poddisruptionbudgets",
                    List.of(
                            column("Min Available", "string", orElse(".spec.minAvailable", "N/A")),
                            column("Max Unavailable", "string", orElse(".spec.maxUnavailable", "N/A")),
                            column("Allowed Disruptions", "integer", number(".status.disruptionsAllowed")),
                            AGE)),
            Map.entry(
                    "horizontalpodautoscalers",
                    List.of(
                            column("Reference", "string", at(".spec.scaleTargetRef.name")),
                            column("MinPods", "string", orElse(".spec.minReplicas", "<unset>")),
                            column("MaxPods", "string", at(".spec.maxReplicas")),
                            column("Replicas", "integer", number(".status.currentReplicas")),
                            AGE)),
            Map.entry("networkpolicies", List.of(AGE)),
            Map.entry("customresourcedefinitions", List.of(CREATED)));

    private BuiltInColumns() {}

    static List<Column> of(String plural) {
        return BY_PLURAL.getOrDefault(plural, List.of(AGE));
    }

    private static List<Column> events() {
        return List.of(
                column("Last Seen", "date", BuiltInColumns::lastSeen),
                column("Type", "string", at(".type")),
                column("Reason", "string", at(".reason")),
                column("Object", "string", event -> about(event.path("involvedObject"), event.path("regarding"))),
                column("Message", "string", event -> either(event.path("message"), event.path("note"))));
    }

    private static List<Column> services() {
        return List.of(
                column("Type", "string", at(".spec.type")),
                column("Cluster-IP", "string", orElse(".spec.clusterIP", "None")),
                column("External-IP", "string", orElse(".spec.externalIPs[0]", "<none>")),
                column("Port(s)", "string", BuiltInColumns::ports),
                AGE);
    }

    private static List<Column> pods() {
        return List.of(
                column("Ready", "string", BuiltInColumns::readyContainers),
                column("Status", "string", orElse(".status.phase", "Pending")),
                column("Restarts", "string", number(".status.containerStatuses[0].restartCount")),
                AGE);
    }

    private static List<Column> deployments() {
        return List.of(
                column(
                        "Ready",
                        "string",
                        deployment -> new TextNode(number(".status.readyReplicas")
                                        .apply(deployment)
                                        .asText()
                                + "/"
                                + number(".spec.replicas").apply(deployment).asText())),
                column("Up-to-date", "string", number(".status.updatedReplicas")),
                column("Available", "string", number(".status.availableReplicas")),
                AGE);
    }

    private static JsonNode lastSeen(ObjectNode event) {
        JsonNode last = either(event.path("lastTimestamp"), event.path("deprecatedLastTimestamp"));
        JsonNode once = either(last, event.path("eventTime"));
        return either(once, event.path("metadata").path("creationTimestamp"));
    }

    private static JsonNode about(JsonNode involved, JsonNode regarding) {
        JsonNode object = either(involved, regarding);
        return new TextNode(object.path("kind").asText("").toLowerCase(Locale.ROOT)
                + "/"
                + object.path("name").asText(""));
    }

    private static JsonNode ports(ObjectNode service) {
        String ports = service.path("spec")
                .path("ports")
                .valueStream()
                .map(port ->
                        port.path("port").asText() + "/" + port.path("protocol").asText("TCP"))
                .collect(Collectors.joining(","));
        return new TextNode(ports.isEmpty() ? "<none>" : ports);
    }

    private static JsonNode readyContainers(ObjectNode pod) {
        long ready = pod.path("status")
                .path("containerStatuses")
                .valueStream()
                .filter(container -> container.path("ready").asBoolean())
                .count();
        return new TextNode(ready + "/" + pod.path("spec").path("containers").size());
    }

    private static JsonNode role(ObjectNode binding) {
        JsonNode role = binding.path("roleRef");
        return new TextNode(role.path("kind").asText() + "/" + role.path("name").asText());
    }

    private static JsonNode either(JsonNode first, JsonNode second) {
        return first.isMissingNode() || first.isNull() ? second : first;
    }

    private static Column column(String name, String type, Function<ObjectNode, JsonNode> cell) {
        return new Column(name, type, "", "", 0, cell);
    }

    private static Function<ObjectNode, JsonNode> at(String path) {
        JsonPath parsed = JsonPath.parse(path);
        return parsed::first;
    }

    private static Function<ObjectNode, JsonNode> orElse(String path, String otherwise) {
        JsonPath parsed = JsonPath.parse(path);
        return object -> either(parsed.first(object), new TextNode(otherwise));
    }

    private static Function<ObjectNode, JsonNode> number(String path) {
        JsonPath parsed = JsonPath.parse(path);
        return object -> either(parsed.first(object), IntNode.valueOf(0));
    }

    private static Function<ObjectNode, JsonNode> size(String... fields) {
        return object -> {
            int size = 0;
            for (String field : fields) {
                size += object.path(field).size();
            }
            return IntNode.valueOf(size);
        };
    }
}
