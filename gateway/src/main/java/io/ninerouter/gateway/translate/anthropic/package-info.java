/** Anthropic Messages. */
@NullMarked
package io.ninerouter.gateway.translate.anthropic;

import org.jspecify.annotations.NullMarked;
