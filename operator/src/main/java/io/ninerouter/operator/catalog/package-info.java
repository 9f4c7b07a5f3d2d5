/**
 * The providers that are built in: data, read once from the class path.
 *
 * <p>Starting points: {@link io.ninerouter.operator.catalog.Catalogue} (what is known), {@link
 * io.ninerouter.operator.catalog.CatalogueEntry} (of one provider: the form of a file), {@link
 * io.ninerouter.operator.catalog.OAuthLogin} (how its accounts log in), {@link
 * io.ninerouter.operator.catalog.CatalogueLoader} (reads {@code providers/*.yaml} of module crds).
 */
@NullMarked
package io.ninerouter.operator.catalog;

import org.jspecify.annotations.NullMarked;
