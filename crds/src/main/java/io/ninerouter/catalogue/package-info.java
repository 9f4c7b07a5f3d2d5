/**
 * Makes one file of the YAML files of the built-in providers, when the module is built.
 *
 * <p>Starting point: {@link io.ninerouter.catalogue.CatalogueCompiler}.
 */
@NullMarked
package io.ninerouter.catalogue;

import org.jspecify.annotations.NullMarked;
