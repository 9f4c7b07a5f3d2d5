/**
 * OpenAI Responses: requests and answers, both ways.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.translate.responses.ResponsesCodec},
 * {@link io.ninerouter.gateway.translate.responses.InputDecoder} for what a conversation looks like,
 * {@link io.ninerouter.gateway.translate.responses.OutputEncoder} for what an answer is made of.
 */
@NullMarked
package io.ninerouter.gateway.translate.responses;

import org.jspecify.annotations.NullMarked;
