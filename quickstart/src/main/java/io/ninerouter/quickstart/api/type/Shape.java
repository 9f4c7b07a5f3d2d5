package io.ninerouter.quickstart.api.type;

import io.ninerouter.quickstart.api.schema.Schema;
import io.ninerouter.quickstart.api.schema.SchemaValidator;

/**
 * What the objects of a type look like.
 *
 * @param schema the structural schema, with the metadata every object has
 * @param validator what is wrong with an object after pruning and defaults
 */
public record Shape(Schema schema, ObjectValidator validator) {

    /** A shape that its schema says all about. */
    public static Shape of(Schema schema) {
        return new Shape(schema, (object, old) -> SchemaValidator.validate(object, schema, ""));
    }
}
