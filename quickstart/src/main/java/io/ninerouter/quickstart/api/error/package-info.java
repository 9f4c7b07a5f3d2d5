/**
 * What a request can fail with, in the words clients of Kubernetes know.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.error.StatusException},
 * {@link io.ninerouter.quickstart.api.error.FieldError}.
 */
@NullMarked
package io.ninerouter.quickstart.api.error;

import org.jspecify.annotations.NullMarked;
