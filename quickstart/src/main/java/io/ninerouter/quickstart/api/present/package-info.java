/**
 * The forms in which objects are shown: whole, metadata alone, tables. Pure.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.present.View},
 * {@link io.ninerouter.quickstart.api.present.TableRenderer}.
 */
@NullMarked
package io.ninerouter.quickstart.api.present;

import org.jspecify.annotations.NullMarked;
