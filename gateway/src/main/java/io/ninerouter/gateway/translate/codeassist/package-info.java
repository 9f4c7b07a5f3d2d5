/**
 * Cloud Code Assist: Gemini within an envelope. What is inside is read and written by the codec of Gemini, which this package
 * is given and does not know.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.translate.codeassist.CodeAssistCodec},
 * {@link io.ninerouter.gateway.translate.codeassist.Envelope}.
 */
@NullMarked
package io.ninerouter.gateway.translate.codeassist;

import org.jspecify.annotations.NullMarked;
