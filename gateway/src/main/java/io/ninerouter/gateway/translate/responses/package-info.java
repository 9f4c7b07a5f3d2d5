/** OpenAI Responses. */
@NullMarked
package io.ninerouter.gateway.translate.responses;

import org.jspecify.annotations.NullMarked;
