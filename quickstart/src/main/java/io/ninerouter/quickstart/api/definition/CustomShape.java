package io.ninerouter.quickstart.api.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ninerouter.quickstart.api.cel.RuleSet;
import io.ninerouter.quickstart.api.error.FieldError;
import io.ninerouter.quickstart.api.schema.Schema;
import io.ninerouter.quickstart.api.schema.SchemaValidator;
import io.ninerouter.quickstart.api.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The shape a definition's schema gives: what it says of metadata comes on top of what metadata is anyway. */
final class CustomShape {

    // A value that is missing or of the wrong type would make rules fail for reasons that are none of theirs.
    private static final Set<String> BLOCKING = Set.of(
            "FieldValueNotSupported",
            "FieldValueRequired",
            "FieldValueTooLong",
            "FieldValueTooMany",
            "FieldValueTypeInvalid");

    private final Schema declared;
    private final Schema metadata;
    private final RuleSet rules;

    private CustomShape(Schema declared, Schema metadata, RuleSet rules) {
        this.declared = declared;
        this.metadata = metadata;
        this.rules = rules;
    }

    static Shape of(Schema declared, Schema metadata, RuleSet rules) {
        CustomShape shape = new CustomShape(declared, metadata, rules);
        return new Shape(declared.withProperty("metadata", metadata), shape::validate);
    }

    private List<FieldError> validate(ObjectNode object, @Nullable ObjectNode old) {
        List<FieldError> errors =
                new ArrayList<>(SchemaValidator.validate(object.path("metadata"), metadata, "metadata"));
        errors.addAll(SchemaValidator.validate(object, declared, ""));
        if (rules.isEmpty()) {
            return errors;
        }
        if (errors.stream().anyMatch(error -> BLOCKING.contains(error.reason()))) {
            errors.add(FieldError.invalid(
                    "<nil>",
                    new TextNode("null"),
                    "some validation rules were not checked because the object was invalid; correct the existing"
                            + " errors to complete validation"));
            return errors;
        }
        errors.addAll(rules.validate(object, old));
        return errors;
    }
}
