package io.ninerouter.gateway.tokens;

import io.ninerouter.gateway.chat.ChatRequest;

/**
 * Estimates tokens with OpenAI's o200k_base, times a factor for families that have a tokenizer of their own. Right for the
 * text of OpenAI models; what providers put around messages and tools is a guess. Of the recorded requests and answers, two
 * thirds are within a third of what the provider counted ({@code RecordedTokensTest}); what a provider adds itself (search
 * results, cached content, thoughts that it withholds) cannot be seen.
 *
 * <p>Bounded: of a prompt, at most about {@value #COUNTED} characters are tokenized; a longer one is sampled evenly, in
 * pieces, and the rest is taken for alike. Base64 is never tokenized and no text is copied but in pieces. Attachments count
 * after their provider's rules, sealed reasoning counts as nothing, and so do thoughts of turns that are over.
 *
 * <p>The first use loads the encoding, which takes about 0.6 s, and a long prompt takes up to some hundred milliseconds:
 * not for an event loop. {@link #load()} brings the first part forward. Thread-safe.
 */
public final class TokenEstimator {
    /** Characters of a prompt that are tokenized. */
    static final long COUNTED = 256 << 10;

    /** An estimator; all share one encoding. */
    public TokenEstimator() {}

    /** Loads the encoding, if that has not been done. */
    public void load() {
        Tokenizer.load();
    }

    /**
     * Input tokens of a request.
     *
     * @param model that is to answer, by its provider's name; it need not be the request's
     */
    public long input(ChatRequest request, String model) {
        TokenRules rules = TokenRules.of(model);
        PromptLength length = new PromptLength();
        PromptWalk.walk(request, rules, length);
        PromptTally tally = new PromptTally(rules, Math.max(1, Math.ceilDiv(length.total(), COUNTED)));
        PromptWalk.walk(request, rules, tally);
        return tally.tokens();
    }

    /**
     * A count of what a model says, for an answer whose provider may not report its usage.
     *
     * @param model that answers, by its provider's name
     */
    public AnswerTokens output(String model) {
        return answer(model);
    }

    /** {@link #output}, without an estimator. */
    public static AnswerTokens answer(String model) {
        return new AnswerTokens(TokenRules.of(model));
    }
}
