package io.ninerouter.quickstart.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.quickstart.api.error.StatusException;
import io.ninerouter.quickstart.api.resource.Target;
import io.ninerouter.quickstart.api.select.FieldSelector;
import io.ninerouter.quickstart.api.select.LabelSelector;
import java.util.function.Predicate;

/** Which objects of a collection a request is about, by namespace, name and selectors. */
record Selection(Target target, LabelSelector labels, FieldSelector fields) implements Predicate<JsonNode> {

    /**
     * Reads the selectors of a request.
     *
     * @throws StatusException 400 when one is malformed
     */
    static Selection of(Exchange exchange, Target target) {
        try {
            return new Selection(
                    target,
                    LabelSelector.parse(exchange.query().text("labelSelector")),
                    FieldSelector.parse(
                            exchange.query().text("fieldSelector"),
                            target.type().presentation().selectableFields()));
        } catch (IllegalArgumentException e) {
            throw StatusException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public boolean test(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        boolean within = target.namespace().isEmpty()
                || metadata.path("namespace").asText("").equals(target.namespace());
        boolean named =
                target.name().isEmpty() || metadata.path("name").asText("").equals(target.name());
        return within && named && labels.test(object) && fields.test(object);
    }
}
