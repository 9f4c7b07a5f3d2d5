/**
 * JSON trees: reading, writing, weighing.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.json.Json}.
 */
@NullMarked
package io.ninerouter.quickstart.api.json;

import org.jspecify.annotations.NullMarked;
