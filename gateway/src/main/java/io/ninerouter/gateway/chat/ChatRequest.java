package io.ninerouter.gateway.chat;

import java.util.List;

/**
 * A conversation to be continued, in no dialect. Immutable: each attempt translates it afresh.
 *
 * <p>Normal form, so that what means the same is equal: instructions are messages of role SYSTEM or DEVELOPER at their place
 * (those that a dialect has beside the conversation come first); tool results are in messages of role TOOL, of which no two
 * are neighbours; a plain string as content is one {@link Part.Text}.
 *
 * @param model as the client named it; empty where the dialect has it outside the body
 */
public record ChatRequest(
        String model, List<Message> messages, Tooling tooling, Settings settings, Session session, Extras extras) {

    public ChatRequest {
        messages = Message.merged(messages == null ? List.of() : messages, false);
        messages = List.copyOf(messages);
    }

    /** A request that says nothing but this. */
    public static ChatRequest of(String model, List<Message> messages) {
        return new ChatRequest(model, messages, Tooling.NONE, Settings.NONE, Session.NONE, Extras.NONE);
    }

    /** The same for another model. */
    public ChatRequest withModel(String other) {
        return new ChatRequest(other, messages, tooling, settings, session, extras);
    }

    /** The same with other messages. */
    public ChatRequest with(List<Message> others) {
        return new ChatRequest(model, others, tooling, settings, session, extras);
    }

    /** The same with other tools. */
    public ChatRequest with(Tooling other) {
        return new ChatRequest(model, messages, other, settings, session, extras);
    }

    /** The same with other settings. */
    public ChatRequest with(Settings other) {
        return new ChatRequest(model, messages, tooling, other, session, extras);
    }
}
