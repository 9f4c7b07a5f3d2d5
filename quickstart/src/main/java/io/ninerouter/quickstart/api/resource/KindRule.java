package io.ninerouter.quickstart.api.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.error.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is particular to one kind. Thread-safe. */
public interface KindRule {

    /** No particulars. */
    KindRule NONE = new KindRule() {};

    /**
     * Completes an object in place before it is validated.
     *
     * @param old the version before, null when it is new
     */
    default void prepare(ObjectNode object, @Nullable ObjectNode old) {}

    /**
     * What is wrong with it beyond its schema.
     *
     * @param old the version before, null when it is new
     */
    default List<FieldError> validate(ObjectNode object, @Nullable ObjectNode old) {
        return List.of();
    }

    /** What is wrong with its name; empty when nothing is. */
    default String checkName(String name) {
        return Names.checkSubdomain(name);
    }
}
