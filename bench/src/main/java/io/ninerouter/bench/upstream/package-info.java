/**
 * The provider behind every process that is measured: answers OpenAI chat completions from bytes that it made at start.
 *
 * <p>Starting points: {@link io.ninerouter.bench.upstream.UpstreamMain}, {@link io.ninerouter.bench.upstream.Answers}.
 */
@NullMarked
package io.ninerouter.bench.upstream;

import org.jspecify.annotations.NullMarked;
