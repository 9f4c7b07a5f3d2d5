package io.ninerouter.quickstart.api.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Questions about who one is and what one may do: posted, answered, never stored. Whoever holds the server's token may
 * do everything; there are no other users.
 */
public final class Reviews {

    static final List<String> GROUP_VERSIONS = List.of("authentication.k8s.io/v1", "authorization.k8s.io/v1");

    private static final String USER = "ninerouter-admin";
    private static final Map<String, Map<String, String>> KINDS = Map.of(
            "authentication.k8s.io/v1",
            Map.of("tokenreviews", "TokenReview", "selfsubjectreviews", "SelfSubjectReview"),
            "authorization.k8s.io/v1",
            Map.of(
                    "selfsubjectaccessreviews", "SelfSubjectAccessReview",
                    "selfsubjectrulesreviews", "SelfSubjectRulesReview"));

    private final Predicate<String> knownToken;

    /** Answers with this token, and no other, being known. */
    public Reviews(Predicate<String> knownToken) {
        this.knownToken = knownToken;
    }

    static List<ObjectNode> resources(String groupVersion) {
        return KINDS.getOrDefault(groupVersion, Map.of()).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(kind -> {
                    ObjectNode resource = Json.object()
                            .put("name", kind.getKey())
                            .put("singularName", kind.getValue().toLowerCase(Locale.ROOT))
                            .put("namespaced", false)
                            .put("kind", kind.getValue());
                    resource.putArray("verbs").add("create");
                    return resource;
                })
                .toList();
    }

    /** Whether such a question can be put. */
    public static boolean knows(String groupVersion, String plural) {
        return KINDS.getOrDefault(groupVersion, Map.of()).containsKey(plural);
    }

    /** The question with its answer; empty when it is none. */
    public Optional<ObjectNode> answer(String groupVersion, String plural, ObjectNode question) {
        String kind = KINDS.getOrDefault(groupVersion, Map.of()).get(plural);
        if (kind == null) {
            return Optional.empty();
        }
        ObjectNode answer = question.deepCopy();
        answer.put("kind", kind).put("apiVersion", groupVersion);
        Json.ensureObject(answer, "metadata");
        ObjectNode status = answer.putObject("status");
        switch (plural) {
            case "tokenreviews" -> tokenReview(question.path("spec"), status);
            case "selfsubjectreviews" -> user(status.putObject("userInfo"));
            case "selfsubjectaccessreviews" -> status.put("allowed", true);
            default -> rules(status);
        }
        return Optional.of(answer);
    }

    private void tokenReview(JsonNode spec, ObjectNode status) {
        boolean known = knownToken.test(spec.path("token").asText(""));
        status.put("authenticated", known);
        if (known) {
            user(status.putObject("user"));
        }
    }

    private static void user(ObjectNode user) {
        user.put("username", USER);
        user.putArray("groups").add("system:masters").add("system:authenticated");
    }

    private static void rules(ObjectNode status) {
        ObjectNode rule = status.putArray("resourceRules").addObject();
        everything(rule.putArray("verbs"));
        everything(rule.putArray("apiGroups"));
        everything(rule.putArray("resources"));
        ObjectNode nonResource = status.putArray("nonResourceRules").addObject();
        everything(nonResource.putArray("verbs"));
        everything(nonResource.putArray("nonResourceURLs"));
        status.put("incomplete", false);
    }

    private static void everything(ArrayNode list) {
        list.add("*");
    }
}
