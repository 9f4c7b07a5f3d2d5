package io.ninerouter.gateway.translate.ollama;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One answer, or one line of it, read leniently; keeps nothing of the bytes it was read from. */
final class WireReply {
    private static final int MAX_MESSAGE = 500;

    String model = "";
    long created;
    /** Whether there is a {@code message}. */
    boolean said;

    String content = "";
    String thinking = "";
    final List<Call> calls = new ArrayList<>();
    boolean done;
    String reason = "";

    @Nullable
    Long prompt;

    @Nullable
    Long generated;

    /** As OpenAI has them: the list in an object. */
    @Nullable
    RawJson logprobs;

    @Nullable
    ApiError error;

    private int status;
    private @Nullable String message;

    private WireReply() {}

    /**
     * Reads one.
     *
     * @throws io.ninerouter.gateway.json.BadJsonException when it is no JSON object
     */
    static WireReply read(Utf8 json) {
        WireReply reply = new WireReply();
        try (JsonReader in = JsonReader.of(json)) {
            if (in.object()) {
                while (in.nextField()) {
                    reply.member(in);
                }
            }
            in.expectEnd();
        }
        if (reply.message != null) {
            String said = reply.message;
            reply.error = ApiError.ofStatus(
                    reply.status, said.length() > MAX_MESSAGE ? said.substring(0, MAX_MESSAGE) : said);
        }
        return reply;
    }

    private void member(JsonReader in) {
        switch (in.name()) {
            case "model" -> model = or(in.lenientText());
            case "created_at" -> created = seconds(in.lenientText());
            case "message" -> message(in);
            case "done" -> done = in.kind() == JsonKind.BOOL && Boolean.TRUE.equals(in.bool());
            case "done_reason" -> reason = or(in.lenientText());
            case "prompt_eval_count" -> prompt = count(in);
            case "eval_count" -> generated = count(in);
            case "logprobs" -> logprobs = in.kind() == JsonKind.ARRAY ? wrapped(in.raw()) : null;
            case "error" -> failed(in);
            // Servers behind ollama.com say the status that they could not send.
            case "StatusCode", "status_code" -> status = (int) in.lenientLong(0);
            default -> in.skip();
        }
    }

    private void failed(JsonReader in) {
        if (in.kind() == JsonKind.TEXT) {
            message = or(in.text());
        } else if (in.lenientObject()) {
            message = "the provider gave no message";
            while (in.nextField()) {
                switch (in.name()) {
                    case "message" -> message = in.lenientText() == null ? message : or(in.lenientText());
                    case "code" -> status = (int) in.lenientLong(status);
                    default -> in.skip();
                }
            }
        }
    }

    private void message(JsonReader in) {
        if (!in.lenientObject()) {
            return;
        }
        said = true;
        while (in.nextField()) {
            switch (in.name()) {
                case "content" -> content = or(in.lenientText());
                case "thinking" -> thinking = or(in.lenientText());
                case "tool_calls" -> {
                    if (in.lenientArray()) {
                        while (in.nextElement()) {
                            call(in);
                        }
                    }
                }
                default -> in.skip();
            }
        }
    }

    private void call(JsonReader in) {
        String id = null;
        String name = "";
        String arguments = "";
        if (!in.lenientObject()) {
            return;
        }
        while (in.nextField()) {
            if (in.name().equals("id")) {
                id = in.lenientText();
            } else if (in.name().equals("function") && in.lenientObject()) {
                while (in.nextField()) {
                    switch (in.name()) {
                        case "name" -> name = or(in.lenientText());
                        // An object; some proxies send the text that OpenAI has.
                        case "arguments" ->
                            arguments = in.kind() == JsonKind.TEXT
                                    ? or(in.text())
                                    : in.kind() == JsonKind.NULL ? "" : in.raw().text();
                        default -> in.skip();
                    }
                }
            }
        }
        if (!name.isEmpty()) {
            calls.add(new Call(id, name, arguments));
        }
    }

    private static @Nullable Long count(JsonReader in) {
        return in.kind() == JsonKind.NUMBER ? Long.valueOf(in.lenientLong(0)) : null;
    }

    private static RawJson wrapped(RawJson list) {
        return RawJson.of("{\"content\":" + list.text() + "}");
    }

    private static long seconds(@Nullable String time) {
        try {
            return time == null ? 0 : OffsetDateTime.parse(time).toEpochSecond();
        } catch (DateTimeException e) {
            return 0;
        }
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    /**
     * A call, which comes whole.
     *
     * @param id null = an older server
     * @param name not empty
     * @param arguments JSON text; empty = none
     */
    record Call(@Nullable String id, String name, String arguments) {}
}
