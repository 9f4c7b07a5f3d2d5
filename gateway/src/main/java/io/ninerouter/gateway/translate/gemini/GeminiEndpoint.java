package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.config.Profile;
import org.jspecify.annotations.Nullable;

/** Endpoints that take Gemini's body, each with rules of its own. */
enum GeminiEndpoint {
    /** The Gemini API, and Cloud Code Assist within its envelope. */
    GOOGLE,
    /** Vertex AI refuses {@code id} in calls and results: their order tells. */
    VERTEX,
    /**
     * Antigravity, which serves models of others too: functions in Google's own form of schema, all in one tool, validated;
     * thoughts of earlier turns are refused.
     */
    ANTIGRAVITY;

    /** The most tokens that Antigravity can be asked for. */
    private static final long ANTIGRAVITY_OUTPUT = 16_384;

    static GeminiEndpoint of(@Nullable Profile profile) {
        return switch (profile) {
            case null -> GOOGLE;
            case VERTEX -> VERTEX;
            case ANTIGRAVITY -> ANTIGRAVITY;
            case CODEX, COPILOT, IFLOW, MISTRAL -> GOOGLE;
        };
    }

    /** Whether calls and results have ids. */
    boolean callIds() {
        return this != VERTEX;
    }

    /** Whether it takes JSON Schema beside Google's own form of it. */
    boolean jsonSchema() {
        return this != ANTIGRAVITY;
    }

    /** Whether thoughts go back, and signatures that stand alone. */
    boolean thoughts() {
        return this != ANTIGRAVITY;
    }

    /** Whether there is one tool, with all functions in it, and calls are held to their schema. */
    boolean oneTool() {
        return this == ANTIGRAVITY;
    }

    /** Whether {@code safetySettings} are taken. */
    boolean safetySettings() {
        return this != ANTIGRAVITY;
    }

    /** The most tokens that can be asked for; null = as the model says. */
    @Nullable
    Long mostOutput() {
        return this == ANTIGRAVITY ? ANTIGRAVITY_OUTPUT : null;
    }
}
