package io.ninerouter.gateway.translate.openai;

import io.ninerouter.config.Profile;
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
import java.util.HashSet;
import java.util.Set;
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
    private final boolean one;
    private final Set<Integer> parts = new HashSet<>();
    private final TreeMap<Integer, ChatChoiceDecoder> choices = new TreeMap<>();
    private String id = "";
    private String model = "";
    private long created;
    private @Nullable Usage usage;
    private @Nullable String tier;
    private @Nullable ApiError error;
    private boolean started;
    private boolean over;

    ChatStreamDecoder(Exchange exchange, Consumer<StreamEvent> out, boolean unary) {
        this.exchange = exchange;
        this.out = out;
        this.unary = unary;
        Long asked = exchange.request().settings().output().choices();
        one = exchange.target().profile() == Profile.COPILOT && (asked == null || asked <= 1);
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

    @Override
    public boolean failing() {
        return error != null;
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
        boolean any = false;
        RawJson list = null;
        while (in.nextField()) {
            switch (in.name()) {
                case "id" -> id = orKeep(in.lenientText(), id);
                case "model" -> model = orKeep(in.lenientText(), model);
                case "created" -> created = created == 0 ? in.lenientLong(0) : created;
                case "choices" -> {
                    any = in.kind() == JsonKind.ARRAY;
                    // Qwen writes them first: what the answer is called has to be known before.
                    if (any && !started) {
                        list = in.raw();
                    } else {
                        choices(in);
                    }
                }
                case "usage" -> usage(in.raw());
                case "service_tier" -> served(in.lenientText());
                case "x_groq" -> xGroq(in);
                case "error" -> error(in.raw());
                case "base_resp" -> baseResponse(in);
                default -> ChatUnknown.ofAnswer(in, exchange.losses());
            }
        }
        if (list != null) {
            try (JsonReader elements = list.read()) {
                choices(elements);
            }
        }
        return any;
    }

    private void choices(JsonReader in) {
        if (in.lenientArray()) {
            for (int position = 0; in.nextElement(); position++) {
                if (in.kind() == JsonKind.OBJECT) {
                    choice(WireChoice.read(in, unary, exchange.losses()), position);
                }
            }
        }
    }

    /**
     * Which answer a choice is part of: Copilot gives the text of one answer in one choice and its tool calls in another.
     * Calls alone are no second answer where one was asked for.
     */
    private int place(WireChoice told, int index) {
        if (index == 0 || !one || choices.containsKey(index)) {
            return index;
        }
        if (told.callsAlone()) {
            parts.add(index);
        }
        return parts.contains(index) ? 0 : index;
    }

    private void choice(WireChoice told, int position) {
        start();
        int index = place(told, told.index >= 0 ? told.index : unary ? position : 0);
        if (told.error != null) {
            error(told.error);
        }
        if (told.usage != null && usage == null) {
            usage(told.usage);
        }
        ChatChoiceDecoder choice = choices.get(index);
        if (choice == null) {
            if (index > 0 && one && told.isSilent()) {
                return;
            }
            choice = new ChatChoiceDecoder(index, unary, exchange, out);
            choices.put(index, choice);
        }
        choice.accept(told);
        if (choice.failed() && error == null) {
            error = ApiError.of(ApiError.Kind.UPSTREAM, "the provider stopped with an error");
        }
    }

    private void usage(RawJson told) {
        if (!told.isObject()) {
            return;
        }
        Utf8 raw = told.bytes();
        Usage reported = ChatUsage.read(JsonFields.of(raw.array(), raw.from(), raw.to()));
        if (reported != null) {
            used(reported);
        }
    }

    /** A whole answer says it after its usage. */
    private void served(@Nullable String how) {
        tier = how;
        if (usage != null) {
            used(usage);
        }
    }

    private void used(Usage reported) {
        Usage now = reported.with(reported.billing().served(tier));
        if (!now.equals(usage)) {
            usage = now;
            start();
            out.accept(new StreamEvent.UsageReported(now));
        }
    }

    private void xGroq(JsonReader in) {
        if (in.lenientObject()) {
            while (in.nextField()) {
                switch (in.name()) {
                    case "usage" -> usage(in.raw());
                    case "error" -> error(in.raw());
                    default -> in.skip();
                }
            }
        }
    }

    private void error(RawJson told) {
        if (told.isObject() || told.isText()) {
            Utf8 raw = told.bytes();
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
