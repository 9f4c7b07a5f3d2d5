/** The data plane. */
@NullMarked
package io.ninerouter.gateway;

import org.jspecify.annotations.NullMarked;
