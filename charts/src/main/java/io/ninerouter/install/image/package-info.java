/**
 * Makes what the container images hold beside the programs: a Java runtime, what it needs of an operating system, and the
 * cache of each program's classes.
 *
 * <p>Starting points: {@link io.ninerouter.install.image.BaseLayers}, {@link io.ninerouter.install.image.Rehearsal};
 * {@link io.ninerouter.install.image.StartCost} measures what comes of it.
 */
@NullMarked
package io.ninerouter.install.image;

import org.jspecify.annotations.NullMarked;
