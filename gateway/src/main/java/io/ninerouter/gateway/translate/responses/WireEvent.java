package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import org.jspecify.annotations.Nullable;

/** An event of a stream. Slices are valid as long as the bytes it was read from. */
final class WireEvent {
    private final RawJson raw;
    private String type;
    private int output;
    private int content;
    private int summary;
    private String text = "";
    private @Nullable RawJson item;
    private @Nullable RawJson part;
    private @Nullable RawJson annotation;
    private @Nullable RawJson logprobs;
    private @Nullable RawJson response;

    /**
     * Reads an event.
     *
     * @param name for an event that does not say its type
     */
    WireEvent(String name, Utf8 data) {
        this.type = name;
        try (JsonReader in = JsonReader.of(data)) {
            int mark = in.mark();
            if (in.lenientObject()) {
                while (in.nextField()) {
                    member(in);
                }
                raw = in.since(mark);
            } else {
                raw = RawJson.EMPTY_OBJECT;
            }
        }
    }

    private void member(JsonReader in) {
        switch (in.name()) {
            case "type" -> {
                String said = in.lenientText();
                type = said == null ? type : said;
            }
            case "output_index" -> output = (int) in.lenientLong(0);
            case "content_index" -> content = (int) in.lenientLong(0);
            case "summary_index" -> summary = (int) in.lenientLong(0);
            // A delta, or what has been said when it is done.
            case "delta", "text", "refusal", "arguments", "input" -> {
                String said = in.lenientText();
                text = said == null ? text : said;
            }
            case "item" -> item = in.rawOrNull();
            case "part" -> part = in.rawOrNull();
            case "annotation" -> annotation = in.rawOrNull();
            case "logprobs" -> logprobs = WireContent.logprobs(in.raw());
            case "response" -> response = in.rawOrNull();
            default -> in.skip();
        }
    }

    String type() {
        return type;
    }

    /** Which item it is about. */
    int output() {
        return output;
    }

    /** Which piece of the item it is about. */
    int content() {
        return content;
    }

    /** Which summary of the reasoning it is about. */
    int summary() {
        return summary;
    }

    /** The delta, or all that was said; empty when there is none. */
    String text() {
        return text;
    }

    @Nullable
    WireItem item() {
        return item == null ? null : new WireItem(item);
    }

    /** The piece; null when there is none. */
    @Nullable
    WireContent part() {
        if (part == null) {
            return null;
        }
        try (JsonReader in = part.read()) {
            return WireContent.read(in);
        }
    }

    @Nullable
    RawJson annotation() {
        return annotation;
    }

    @Nullable
    RawJson logprobs() {
        return logprobs;
    }

    /** The response; the event itself where a provider leaves the envelope out. */
    RawJson response() {
        return response == null ? raw : response;
    }

    RawJson raw() {
        return raw;
    }
}
