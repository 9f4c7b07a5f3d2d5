/**
 * JSON Schemas that bind a model (structured output, strict tools), as each vendor takes them. Pure functions over small trees;
 * it knows no dialect and no request.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.schema.SchemaBinder}, {@link io.ninerouter.gateway.schema.BindingRules}.
 */
@NullMarked
package io.ninerouter.gateway.schema;

import org.jspecify.annotations.NullMarked;
