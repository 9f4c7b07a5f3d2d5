package io.ninerouter.install;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Manifests as plain maps: what was written and nothing else. */
public final class Documents {
    private Documents() {}

    /** The objects of a YAML stream. A key that stands twice is an error. */
    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> of(String yaml) {
        List<Map<String, Object>> objects = new ArrayList<>();
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setCodePointLimit(16 << 20)
                .build();
        for (Object document : new Load(settings).loadAllFromString(yaml)) {
            if (document != null) {
                objects.add((Map<String, Object>) document);
            }
        }
        return List.copyOf(objects);
    }

    /** Such as {@code Role team-a/name}. */
    public static String id(Map<String, Object> object) {
        Map<String, Object> metadata = map(object, "metadata");
        Object namespace = metadata.get("namespace");
        return object.get("kind") + " " + (namespace == null ? "" : namespace + "/") + metadata.get("name");
    }

    /** The same with each number in one form: 1.0 and 1 are the same to an API server. */
    public static Object normal(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, member) -> copy.put(key, normal(member)));
                yield copy;
            }
            case List<?> list -> list.stream().map(Documents::normal).toList();
            case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
            case null -> "null";
            default -> value;
        };
    }

    /** The one object of this id. */
    public static Map<String, Object> find(List<Map<String, Object>> objects, String id) {
        return objects.stream()
                .filter(object -> id(object).equals(id))
                .collect(Collectors.collectingAndThen(Collectors.toList(), found -> {
                    if (found.size() != 1) {
                        throw new AssertionError(
                                id + ": " + found.size() + " times (expected: once) in " + ids(objects));
                    }
                    return found.getFirst();
                }));
    }

    /** Ids of all, in their order. */
    public static List<String> ids(List<Map<String, Object>> objects) {
        return objects.stream().map(Documents::id).toList();
    }

    /** What a path leads to; null = nothing. A number is a place in a list. */
    @SuppressWarnings("unchecked")
    public static <T> T at(Map<String, Object> object, String path) {
        Object value = object;
        for (String step : path.split("/", -1)) {
            value = switch (value) {
                case null -> null;
                case List<?> list -> list.get(Integer.parseInt(step));
                case Map<?, ?> map -> map.get(step);
                default -> throw new AssertionError(path + ": " + step + " of " + value);
            };
        }
        return (T) value;
    }

    /** A map within a map; an empty one when there is none. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(Map<String, Object> object, String key) {
        return (Map<String, Object>) object.getOrDefault(key, Map.of());
    }

    /** A list of maps within a map; an empty one when there is none. */
    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> maps(Map<String, Object> object, String key) {
        return (List<Map<String, Object>>) object.getOrDefault(key, List.of());
    }

    /** A list of texts within a map; an empty one when there is none. */
    @SuppressWarnings("unchecked")
    public static List<String> texts(Map<String, Object> object, String key) {
        return (List<String>) object.getOrDefault(key, List.of());
    }

    /** Every pod template of these objects. */
    public static Stream<Map<String, Object>> podTemplates(List<Map<String, Object>> objects) {
        return objects.stream()
                .filter(object -> object.get("kind").equals("Deployment"))
                .map(object -> map(map(object, "spec"), "template"));
    }
}
