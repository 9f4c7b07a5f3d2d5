package io.ninerouter.gateway.translate.openai;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.codec.SealEnvelope;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * What providers have added to chat completions for reasoning. Sealed reasoning travels in {@code reasoning_details}
 * (OpenRouter's): as a {@link Seal} it is the whole array, so that it goes back as it came. A seal of another dialect is one
 * {@code reasoning.encrypted} in it. Signatures of tool calls travel in {@code extra_content.google} (Google's).
 */
final class ChatReasoning {
    private ChatReasoning() {}

    /** OpenRouter's {@code reasoning: {effort, max_tokens, enabled, exclude}}. */
    static ReasoningWish wish(JsonReader in) {
        String effort = null;
        Long budget = null;
        Boolean enabled = null;
        boolean exclude = false;
        if (in.object()) {
            while (in.nextField()) {
                switch (in.name()) {
                    case "effort" -> effort = in.text();
                    case "max_tokens" -> budget = in.integer();
                    case "enabled" -> enabled = in.bool();
                    case "exclude" -> exclude = Boolean.TRUE.equals(in.bool());
                    default -> in.skip();
                }
            }
        }
        String display = exclude ? "omitted" : null;
        if (Boolean.FALSE.equals(enabled) || "none".equals(effort)) {
            return new ReasoningWish(ReasoningWish.Mode.OFF, null, null, display);
        }
        if (budget != null) {
            return new ReasoningWish(ReasoningWish.Mode.BUDGET, effort, budget, display);
        }
        ReasoningWish.Mode mode = Boolean.TRUE.equals(enabled) && effort == null ? ReasoningWish.Mode.ON : null;
        return new ReasoningWish(mode, effort, null, display);
    }

    /** Writes a seal as the value of {@code reasoning_details}. */
    static void details(Seal seal, JsonWriter out) {
        if (seal.origin() == Dialect.OPENAI_CHAT && isArray(seal.data())) {
            out.raw(RawJson.of(seal.data()));
            return;
        }
        out.array()
                .object()
                .text("type", "reasoning.encrypted")
                .text("data", SealEnvelope.wrap(seal, Dialect.OPENAI_CHAT))
                .text("format", "unknown")
                .number("index", 0)
                .endObject()
                .endArray();
    }

    /** Whether it is what providers sent: clients of other dialects had it in between. */
    private static boolean isArray(String data) {
        try {
            return RawJson.of(data).isArray();
        } catch (BadJsonException e) {
            return false;
        }
    }

    /** What one element of {@code reasoning_details} holds. */
    record Detail(String text, String sealed) {
        static Detail read(JsonReader in) {
            String text = "";
            String summary = "";
            String sealed = "";
            if (in.lenientObject()) {
                while (in.nextField()) {
                    switch (in.name()) {
                        case "text" -> text = or(in.lenientText());
                        case "summary" -> summary = or(in.lenientText());
                        case "signature", "data" -> sealed = sealed.isEmpty() ? or(in.lenientText()) : sealed;
                        default -> in.skip();
                    }
                }
            }
            return new Detail(text.isEmpty() ? summary : text, sealed);
        }

        private static String or(@Nullable String text) {
            return text == null ? "" : text;
        }
    }

    /** Collects {@code reasoning_details}: their text, and their seal if any of them has one. */
    static final class Details {
        private final StringBuilder text = new StringBuilder();
        private final ByteBuilder array = new ByteBuilder(64);
        private final JsonWriter json = new JsonWriter(array).array();
        private @Nullable Seal foreign;
        private boolean sealed;

        /** Adds an element; answers its text. */
        String add(RawJson element) {
            try (JsonReader in = element.read()) {
                Detail detail = Detail.read(in);
                text.append(detail.text());
                Seal wrapped = detail.sealed().isEmpty() ? null : SealEnvelope.unwrap(detail.sealed());
                if (wrapped != null) {
                    foreign = wrapped;
                } else {
                    json.raw(element);
                    sealed |= !detail.sealed().isEmpty();
                }
                return detail.text();
            }
        }

        String text() {
            return text.toString();
        }

        /**
         * The seal of all elements; null when none has any.
         *
         * @param family of the model that wrote them; null = the client did not say
         */
        @Nullable
        Seal seal(@Nullable String family) {
            if (foreign != null) {
                return foreign;
            }
            if (!sealed) {
                return null;
            }
            json.endArray();
            Utf8 bytes = Utf8.slice(array.toBytes(), 0, array.length());
            return new Seal(Seal.Kind.ENCRYPTED, bytes.toString(), Dialect.OPENAI_CHAT, family);
        }
    }

    /** Writes the member {@code extra_content} of a tool call. */
    static void signature(Seal seal, JsonWriter out) {
        out.object("extra_content")
                .object("google")
                .text("thought_signature", SealEnvelope.wrap(seal, Dialect.OPENAI_CHAT))
                .endObject()
                .endObject();
    }

    /** The signature in {@code extra_content}; null when there is none. */
    static @Nullable Seal signature(JsonReader in, @Nullable String family) {
        String signature = null;
        if (in.lenientObject()) {
            while (in.nextField()) {
                if (in.name().equals("google") && in.lenientObject()) {
                    while (in.nextField()) {
                        if (in.name().equals("thought_signature")) {
                            signature = in.lenientText();
                        }
                    }
                }
            }
        }
        if (signature == null || signature.isEmpty()) {
            return null;
        }
        Seal wrapped = SealEnvelope.unwrap(signature);
        return wrapped != null ? wrapped : new Seal(Seal.Kind.SIGNATURE, signature, Dialect.OPENAI_CHAT, family);
    }
}
