/**
 * What Claude models take, whichever dialect they are asked in. It knows no dialect.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.translate.claude.ClaudeModel},
 * {@link io.ninerouter.gateway.translate.claude.ThinkingPlan}.
 */
@NullMarked
package io.ninerouter.gateway.translate.claude;

import org.jspecify.annotations.NullMarked;
