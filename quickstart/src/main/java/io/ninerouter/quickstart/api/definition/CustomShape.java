package io.ninerouter.quickstart.api.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.error.FieldError;
import io.ninerouter.quickstart.api.schema.Schema;
import io.ninerouter.quickstart.api.schema.SchemaValidator;
import io.ninerouter.quickstart.api.type.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shape a definition's schema gives: what it says of metadata comes on top of what metadata is anyway. */
final class CustomShape {

    private final Schema declared;
    private final Schema metadata;

    private CustomShape(Schema declared, Schema metadata) {
        this.declared = declared;
        this.metadata = metadata;
    }

    static Shape of(Schema declared, Schema metadata) {
        CustomShape shape = new CustomShape(declared, metadata);
        return new Shape(declared.withProperty("metadata", metadata), shape::validate);
    }

    private List<FieldError> validate(ObjectNode object, @Nullable ObjectNode old) {
        List<FieldError> errors =
                new ArrayList<>(SchemaValidator.validate(object.path("metadata"), metadata, "metadata"));
        errors.addAll(SchemaValidator.validate(object, declared, ""));
        return errors;
    }
}
