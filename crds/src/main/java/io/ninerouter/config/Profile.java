package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the gateway does for a provider beyond what data can say. Wire names are those of the catalogue's {@code profile}. */
public enum Profile {
    /** ChatGPT's backend: effort by suffix of the model, a session for each conversation, only streams. */
    @JsonProperty("Codex")
    CODEX,
    /** GitHub Copilot: who began the turn, whether it holds images, what a message may consist of. */
    @JsonProperty("Copilot")
    COPILOT,
    /** iFlow: each request is signed with the key. */
    @JsonProperty("IFlow")
    IFLOW,
    /** Antigravity: its own form of the Cloud Code Assist envelope. */
    @JsonProperty("Antigravity")
    ANTIGRAVITY,
    /** Vertex AI: Gemini without ids of calls. */
    @JsonProperty("Vertex")
    VERTEX,
    /** Mistral: ids of calls of its own form, and an order of messages. */
    @JsonProperty("Mistral")
    MISTRAL
}
