/**
 * The resources that are served: their names, traits, columns and versions, and the registry of those served now.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.type.ResourceType},
 * {@link io.ninerouter.quickstart.api.type.TypeRegistry}, {@link io.ninerouter.quickstart.api.type.BuiltInTypes}.
 */
@NullMarked
package io.ninerouter.quickstart.api.type;

import org.jspecify.annotations.NullMarked;
