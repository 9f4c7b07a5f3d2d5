/**
 * CustomResourceDefinitions: checked, compiled into types, served at once.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.definition.Definitions},
 * {@link io.ninerouter.quickstart.api.definition.DefinitionCompiler}.
 */
@NullMarked
package io.ninerouter.quickstart.api.definition;

import org.jspecify.annotations.NullMarked;
