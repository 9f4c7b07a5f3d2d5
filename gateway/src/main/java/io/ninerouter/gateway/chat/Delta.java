package io.ninerouter.gateway.chat;

import io.ninerouter.gateway.json.RawJson;

/** What is added to an open part. */
public sealed interface Delta {

    /** More text; never empty. May end within a grapheme, and even between two surrogates. */
    record Fragment(String text) implements Delta {}

    /** A new stretch of a reasoning part begins. */
    record Section(boolean summary) implements Delta {}

    /** The seal of a text, reasoning or tool call part. */
    record Sealed(Seal seal) implements Delta {}

    /** A citation of the text part. */
    record Cited(Citation citation) implements Delta {}

    /** Log probabilities of what was said last: OpenAI's {@code logprobs} object of one chunk. */
    record Logprobs(RawJson json) implements Delta {}
}
