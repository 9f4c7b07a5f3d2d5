package io.ninerouter.quickstart.api.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;

/**
 * A column of the table that kubectl prints.
 *
 * @param name the heading
 * @param type string, integer, number, boolean or date; a date is shown as an age
 * @param format such as {@code name} or {@code int64}, empty when none
 * @param description what explain shows, empty when none
 * @param priority 0 for every table, above for {@code -o wide} alone
 * @param cell the value for an object; null or missing when it has none
 */
public record Column(
        String name,
        String type,
        String format,
        String description,
        int priority,
        Function<ObjectNode, JsonNode> cell) {}
