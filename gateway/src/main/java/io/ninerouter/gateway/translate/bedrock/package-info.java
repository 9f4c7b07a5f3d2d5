/**
 * Amazon Bedrock's Converse and ConverseStream: one form for the models of many vendors, which differ in what they take of
 * it.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.translate.bedrock.ConverseCodec}; {@code ConverseModel}, which tells what a
 * model takes. Source: the API reference of Amazon Bedrock Runtime.
 */
@NullMarked
package io.ninerouter.gateway.translate.bedrock;

import org.jspecify.annotations.NullMarked;
