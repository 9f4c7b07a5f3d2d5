/** Gemini. */
@NullMarked
package io.ninerouter.gateway.translate.gemini;

import org.jspecify.annotations.NullMarked;
