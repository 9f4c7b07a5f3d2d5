package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import org.jspecify.annotations.Nullable;

/** A response: a whole answer, or what an event says of it. */
final class WireResponse {
    private String id = "";
    private String model = "";
    private long created;
    private String status = "";
    private String incomplete = "";
    private @Nullable RawJson output;
    private @Nullable Usage usage;
    private @Nullable String tier;
    private @Nullable JsonFields tools;
    private @Nullable ApiError error;

    /** Reads a response; what is no object says nothing. */
    WireResponse(Utf8 json) {
        try (JsonReader in = JsonReader.of(json)) {
            // Some wrap an error in a list.
            boolean there = !in.lenientArray() || in.nextElement();
            if (there && in.lenientObject()) {
                while (in.nextField()) {
                    member(in);
                }
            }
        }
    }

    private void member(JsonReader in) {
        switch (in.name()) {
            case "id" -> id = or(in.lenientText());
            case "model" -> model = or(in.lenientText());
            case "created_at" -> created = in.lenientLong(0);
            case "status" -> status = or(in.lenientText());
            case "incomplete_details" -> {
                if (in.lenientObject()) {
                    while (in.nextField()) {
                        if (in.name().equals("reason")) {
                            incomplete = or(in.lenientText());
                        }
                    }
                }
            }
            case "output" -> output = in.kind() == JsonKind.ARRAY ? in.raw() : null;
            case "usage" -> usage = ResponsesUsage.read(in.raw());
            case "service_tier" -> tier = in.lenientText();
            case "tool_usage" -> {
                Utf8 raw = in.raw().bytes();
                tools = JsonFields.of(raw.array(), raw.from(), raw.to());
            }
            case "error" -> error = error(in);
            default -> in.skip();
        }
    }

    private static @Nullable ApiError error(JsonReader in) {
        return switch (in.kind()) {
            case OBJECT -> {
                Utf8 raw = in.raw().bytes();
                yield ResponsesErrors.read(JsonFields.of(raw.array(), raw.from(), raw.to()));
            }
            case TEXT -> ApiError.of(ApiError.Kind.UPSTREAM, or(in.lenientText()));
            case ARRAY, NUMBER, BOOL, NULL -> null;
        };
    }

    String id() {
        return id;
    }

    String model() {
        return model;
    }

    long created() {
        return created;
    }

    /** Empty when it is not said. */
    String status() {
        return status;
    }

    /** Why the answer is incomplete; empty when it is not said. */
    String incomplete() {
        return incomplete;
    }

    /** The list of items; null when there is none. */
    @Nullable
    RawJson output() {
        return output;
    }

    @Nullable
    Usage usage() {
        return ResponsesUsage.with(usage, tier, tools);
    }

    @Nullable
    ApiError error() {
        return error;
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }
}
