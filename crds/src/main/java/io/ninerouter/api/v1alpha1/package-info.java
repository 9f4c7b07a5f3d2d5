/** The custom resources. */
@NullMarked
package io.ninerouter.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
