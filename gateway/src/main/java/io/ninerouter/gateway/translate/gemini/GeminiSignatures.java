package io.ninerouter.gateway.translate.gemini;

/** Signatures of calls. */
final class GeminiSignatures {
    /**
     * Google's own word for a call whose signature there is none of, because another model made it or the client lost it:
     * models from Gemini 3 on refuse a call without any. It vouches for nothing, so no seal is made up.
     */
    static final String NONE = "skip_thought_signature_validator";

    private GeminiSignatures() {}
}
