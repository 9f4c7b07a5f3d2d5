/**
 * Structural schemas: parsing, defaults, pruning and validation. Pure.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.schema.Schema},
 * {@link io.ninerouter.quickstart.api.schema.SchemaValidator},
 * {@link io.ninerouter.quickstart.api.schema.ModelSchemas} (the schemas of built-in kinds).
 */
@NullMarked
package io.ninerouter.quickstart.api.schema;

import org.jspecify.annotations.NullMarked;
