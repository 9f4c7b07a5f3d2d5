package io.ninerouter.quickstart.api.type;

import java.util.List;

/**
 * How a resource is shown and searched.
 *
 * @param columns the table's columns after Name
 * @param selectableFields paths a field selector may name besides metadata.name and metadata.namespace, such as
 *     {@code spec.provider}
 */
public record Presentation(List<Column> columns, List<String> selectableFields) {

    /** Copies its lists. */
    public Presentation {
        columns = List.copyOf(columns);
        selectableFields = List.copyOf(selectableFields);
    }
}
