/**
 * A small Kubernetes API server in this JVM, for the quickstart and for tests: what kubectl, the fabric8 client and an
 * operator with production settings ask an API server for.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.EmbeddedApi}, then
 * {@link io.ninerouter.quickstart.api.rest.ApiHandler} (a request comes in) and
 * {@link io.ninerouter.quickstart.api.resource.Resources} (an object is written). Decisions are in DESIGN.md beside this
 * file.
 */
@NullMarked
package io.ninerouter.quickstart.api;

import org.jspecify.annotations.NullMarked;
