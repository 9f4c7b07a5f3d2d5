/** OpenAI chat completions. */
@NullMarked
package io.ninerouter.gateway.translate.openai;

import org.jspecify.annotations.NullMarked;
