/**
 * HTTP: paths, bodies, answers, watches.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.rest.ApiServer},
 * {@link io.ninerouter.quickstart.api.rest.ApiHandler}, {@link io.ninerouter.quickstart.api.rest.ResourceEndpoint}.
 */
@NullMarked
package io.ninerouter.quickstart.api.rest;

import org.jspecify.annotations.NullMarked;
