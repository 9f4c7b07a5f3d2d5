package io.ninerouter.quickstart.api.type;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.error.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with an object. Thread-safe. */
@FunctionalInterface
public interface ObjectValidator {

    /**
     * What is wrong with a version of an object; empty when nothing is.
     *
     * @param old the version before, null when the object is new
     */
    List<FieldError> validate(ObjectNode object, @Nullable ObjectNode old);
}
