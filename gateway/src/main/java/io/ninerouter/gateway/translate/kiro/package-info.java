/**
 * Kiro (CodeWhisperer): a conversation in JSON, answered by an AWS event stream. The service refuses what is not exactly in
 * its order with "Improperly formed request" and says no more: what is sent is put into that order here, whatever came.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.translate.kiro.KiroCodec}; {@code Dialog}, which keeps the order.
 */
@NullMarked
package io.ninerouter.gateway.translate.kiro;

import org.jspecify.annotations.NullMarked;
