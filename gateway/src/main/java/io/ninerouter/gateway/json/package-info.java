/**
 * JSON on the hot path: read with a pull parser, written into one growing buffer, and slices that are passed on as the
 * bytes they are. No trees.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.json.JsonReader}, {@link io.ninerouter.gateway.json.JsonWriter},
 * {@link io.ninerouter.gateway.json.RawJson}.
 */
@NullMarked
package io.ninerouter.gateway.json;

import org.jspecify.annotations.NullMarked;
