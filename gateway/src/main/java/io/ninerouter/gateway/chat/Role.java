package io.ninerouter.gateway.chat;

/** Who speaks. */
public enum Role {
    /** Instructions of the operator of the application. */
    SYSTEM,
    /** OpenAI's newer name for instructions; other dialects take them as {@link #SYSTEM}. */
    DEVELOPER,
    /** The person, or the program in their stead. */
    USER,
    /** The model. */
    ASSISTANT,
    /** Results of tools: messages of this role hold {@link Part.ToolResult}s and nothing else, and only they hold any. */
    TOOL
}
