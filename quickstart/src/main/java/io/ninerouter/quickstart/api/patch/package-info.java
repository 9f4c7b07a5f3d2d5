/**
 * Patches that need no memory of who owns what. Pure. (JSON Patch comes from a library; server-side apply is a package
 * of its own.)
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.patch.MergePatch},
 * {@link io.ninerouter.quickstart.api.patch.StrategicMergePatch}.
 */
@NullMarked
package io.ninerouter.quickstart.api.patch;

import org.jspecify.annotations.NullMarked;
