package io.ninerouter.gateway.translate.openai;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads chunks, or a whole completion, which is read as one chunk whose {@code message} is its {@code delta}. The dialect
 * has no ends of parts, usage may come after the last stop reason, and some providers repeat that: so choices are closed
 * when the stream is.
 */
final class ChatStreamDecoder implements StreamDecoder {
    private final Exchange exchange;
    private final Consumer<StreamEvent> out;
    private final boolean unary;
    private final TreeMap<Integer, ChatChoiceDecoder> choices = new TreeMap<>();
    private String id = "";
    private String model = "";
    private long created;
    private @Nullable Usage usage;
    private @Nullable ApiError error;
    private boolean started;
    private boolean over;

    ChatStreamDecoder(Exchange exchange, Consumer<StreamEvent> out, boolean unary) {
        this.exchange = exchange;
        this.out = out;
        this.unary = unary;
    }

    @Override
    public void event(String name, byte[] data, int from, int to) {
        Utf8 text = Utf8.slice(data, from, to);
        if (over || text.isEmpty()) {
            return;
        }
        if (isDone(text)) {
            finish(true);
            return;
        }
        ApiError before = error;
        try (JsonReader in = JsonReader.of(text)) {
            if (in.lenientObject()) {
                chunk(in);
            }
        }
        // The usage of what failed may come in the chunk after the error, and not later.
        if (before != null) {
            finish(false);
        }
    }

    /** A completion in one piece. */
    void whole(Utf8 body) {
        boolean answer = false;
        try (JsonReader in = JsonReader.of(body)) {
            // Some wrap an error in a list.
            boolean there = !in.lenientArray() || in.nextElement();
            answer = there && in.lenientObject() && chunk(in);
        }
        if (!answer && error == null) {
            throw new BadJsonException("choices: missing (expected: a list)");
        }
        finish(true);
    }

    @Override
    public void end() {
        finish(false);
    }

    /** Reads one chunk; answers whether it had choices, be they none. */
    private boolean chunk(JsonReader in) {
        RawJson list = null;
        while (in.nextField()) {
            switch (in.name()) {
                case "id" -> id = orKeep(in.lenientText(), id);
                case "model" -> model = orKeep(in.lenientText(), model);
                case "created" -> created = created == 0 ? in.lenientLong(0) : created;
                case "choices" -> list = in.raw();
                case "usage" -> usage(in);
                case "x_groq" -> xGroq(in);
                case "error" -> error(in);
                case "base_resp" -> baseResponse(in);
                default -> ChatUnknown.ofAnswer(in, exchange.losses());
            }
        }
        // Qwen writes the choices first: what the answer is called has to be known before.
        if (list == null || !list.isArray()) {
            return false;
        }
        try (JsonReader elements = list.read()) {
            elements.array();
            for (int position = 0; elements.nextElement(); position++) {
                if (elements.kind() == JsonKind.OBJECT) {
                    choice(elements.raw(), position);
                }
            }
        }
        return true;
    }

    private void choice(RawJson raw, int position) {
        start();
        int index = unary ? position : 0;
        RawJson logprobs = null;
        try (JsonReader in = raw.read()) {
            in.object();
            while (in.nextField()) {
                switch (in.name()) {
                    case "index" -> index = (int) in.lenientLong(index);
                    case "logprobs" -> logprobs = in.rawOrNull();
                    default -> in.skip();
                }
            }
        }
        ChatChoiceDecoder choice = choices.computeIfAbsent(index, i -> new ChatChoiceDecoder(i, unary, exchange, out));
        if (logprobs != null && logprobs.isObject()) {
            choice.logprobs(logprobs);
        }
        try (JsonReader in = raw.read()) {
            in.object();
            while (in.nextField()) {
                switch (in.name()) {
                    case "error" -> error(in);
                    case "usage" -> {
                        if (usage == null) {
                            usage(in);
                        }
                    }
                    default -> choice.member(in);
                }
            }
        }
        choice.chunkEnded();
        if (choice.failed() && error == null) {
            error = ApiError.of(ApiError.Kind.UPSTREAM, "the provider stopped with an error");
        }
    }

    private void usage(JsonReader in) {
        if (in.kind() != JsonKind.OBJECT) {
            return;
        }
        Utf8 raw = in.raw().bytes();
        Usage reported = ChatWatch.usage(JsonFields.of(raw.array(), raw.from(), raw.to()));
        if (reported != null && !reported.equals(usage)) {
            usage = reported;
            start();
            out.accept(new StreamEvent.UsageReported(reported));
        }
    }

    private void xGroq(JsonReader in) {
        if (in.lenientObject()) {
            while (in.nextField()) {
                switch (in.name()) {
                    case "usage" -> usage(in);
                    case "error" -> error(in);
                    default -> in.skip();
                }
            }
        }
    }

    private void error(JsonReader in) {
        JsonKind kind = in.kind();
        if (kind == JsonKind.OBJECT || kind == JsonKind.TEXT) {
            Utf8 raw = in.raw().bytes();
            error = ChatErrors.read(raw.array(), raw.from(), raw.to());
        }
    }

    /** MiniMax says within a 200 how it really went. */
    private void baseResponse(JsonReader in) {
        long code = 0;
        String message = null;
        if (in.lenientObject()) {
            while (in.nextField()) {
                switch (in.name()) {
                    case "status_code" -> code = in.lenientLong(0);
                    case "status_msg" -> message = in.lenientText();
                    default -> in.skip();
                }
            }
        }
        if (code != 0) {
            String told = message == null ? "" : ": " + message;
            error = ApiError.of(ApiError.Kind.UPSTREAM, "the provider failed with status " + code + told);
        }
    }

    private void start() {
        if (!started) {
            started = true;
            out.accept(new StreamEvent.Started(id, model, created));
        }
    }

    /**
     * Closes everything.
     *
     * @param marked whether the provider said that the answer is complete
     */
    private void finish(boolean marked) {
        if (over) {
            return;
        }
        over = true;
        choices.values().forEach(ChatChoiceDecoder::close);
        boolean ended = choices.values().stream().allMatch(ChatChoiceDecoder::hasReason);
        if (error == null && choices.isEmpty()) {
            error = ApiError.of(ApiError.Kind.UPSTREAM, "the provider's answer is empty");
        } else if (error == null && !marked && !ended) {
            error = ApiError.of(ApiError.Kind.UPSTREAM, "the provider's answer was cut");
        }
        if (error != null) {
            out.accept(new StreamEvent.Failed(error));
            return;
        }
        choices.forEach((index, choice) -> out.accept(new StreamEvent.Finished(index, choice.reason())));
        out.accept(new StreamEvent.Ended());
    }

    private static String orKeep(@Nullable String value, String kept) {
        return value == null || !kept.isEmpty() ? kept : value;
    }

    private static boolean isDone(Utf8 text) {
        return text.array()[text.from()] == '[' && text.toString().strip().equals("[DONE]");
    }
}
