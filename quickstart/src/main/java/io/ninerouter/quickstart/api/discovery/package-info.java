/**
 * What the server says about itself: versions, resources, OpenAPI, and answers to reviews.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.discovery.DiscoveryDocuments},
 * {@link io.ninerouter.quickstart.api.discovery.OpenApiDocuments}.
 */
@NullMarked
package io.ninerouter.quickstart.api.discovery;

import org.jspecify.annotations.NullMarked;
