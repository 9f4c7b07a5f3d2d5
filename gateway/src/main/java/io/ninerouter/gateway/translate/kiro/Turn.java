package io.ninerouter.gateway.translate.kiro;

import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import java.util.ArrayList;
import java.util.List;

/** One turn of user or assistant while the conversation is put in order. Not thread-safe. */
final class Turn {
    private final boolean user;
    private final StringBuilder text = new StringBuilder();
    private final List<Media.Inline> images = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();
    private final List<Part.ToolCall> calls = new ArrayList<>();

    private Turn(boolean user) {
        this.user = user;
    }

    static Turn user() {
        return new Turn(true);
    }

    static Turn assistant() {
        return new Turn(false);
    }

    /**
     * What a tool answered.
     *
     * @param texts at least one
     */
    record Result(String callId, List<String> texts, boolean error) {
        Result {
            texts = List.copyOf(texts);
        }
    }

    boolean isUser() {
        return user;
    }

    /** Adds a paragraph. */
    void say(String words) {
        if (words.isBlank()) {
            return;
        }
        if (!text.isEmpty()) {
            text.append("\n\n");
        }
        text.append(words);
    }

    /** Puts a paragraph before all others. */
    void begin(String words) {
        if (!words.isBlank()) {
            text.insert(0, text.isEmpty() ? words : words + "\n\n");
        }
    }

    String text() {
        return text.toString();
    }

    /** Of the user. */
    List<Media.Inline> images() {
        return images;
    }

    /** Of the user: answers to the calls of the turn before. */
    List<Result> results() {
        return results;
    }

    /** Of the assistant. */
    List<Part.ToolCall> calls() {
        return calls;
    }
}
