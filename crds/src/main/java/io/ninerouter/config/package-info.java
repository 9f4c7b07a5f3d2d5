/** The contract between operator and gateway. */
@NullMarked
package io.ninerouter.config;

import org.jspecify.annotations.NullMarked;
