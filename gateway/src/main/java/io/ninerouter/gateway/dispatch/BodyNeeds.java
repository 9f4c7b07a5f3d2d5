package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.frame.MalformedFrameException;
import io.ninerouter.gateway.frame.RequestFacts;
import io.ninerouter.gateway.routing.Needs;
import io.ninerouter.gateway.translate.Framing;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a body what a request needs of a model, without a tree: its length, and, when somebody asks, its
 * bound on output and which marks of pictures and the like are in it. Within a JSON string a quote is escaped, so that a text that speaks
 * of such marks has none. Stateless.
 */
final class BodyNeeds {
    /** Of English text and of code alike, roughly. */
    private static final int BYTES_PER_TOKEN = 4;

    private static final int MAX_NUMBER = 20;
    private static final int MAX_CONFIG = 64 << 10;
    private static final Set<String> BOUNDS = Set.of("max_tokens", "max_completion_tokens", "max_output_tokens");

    /** An empty list, with some white space in it. */
    private static final int EMPTY = 4;

    /** What the Responses API names a conversation by that the provider keeps. */
    private static final Set<String> EARLIER = Set.of("previous_response_id", "conversation");

    /** Values that name none. */
    private static final Set<String> NOTHING = Set.of("null", "\"\"");

    private static final Set<String> TOOLS = Set.of("tools", "functions");

    /** Where the four dialects have the shape of an answer, and what stands in it when that is JSON. */
    private static final Set<String> SHAPES = Set.of(
            "response_format", "text", "output_config", "output_format", "generationConfig", "generation_config");

    private static final List<ByteBuf> SHAPE_MARKS = marks(
            "\"json_schema\"",
            "\"json_object\"",
            "\"application/json\"",
            "\"responseSchema\"",
            "\"responseJsonSchema\"");

    private static final Map<String, List<ByteBuf>> OPENAI = Map.of(
            "image", marks("\"image_url\"", "\"input_image\""),
            "audio", marks("\"input_audio\""),
            "document", marks("\"file_data\"", "\"input_file\""));
    private static final Map<String, List<ByteBuf>> ANTHROPIC = Map.of(
            "image", marks("\"type\":\"image\"", "\"type\": \"image\""),
            "document", marks("\"type\":\"document\"", "\"type\": \"document\""));
    private static final Map<String, List<ByteBuf>> GEMINI = Map.of(
            "image", marks("\"image/"),
            "audio", marks("\"audio/"),
            "video", marks("\"video/"),
            "document", marks("\"application/pdf\""));

    private BodyNeeds() {}

    /** Valid as long as the body is. */
    static Needs of(Call.Question question, Call.Body body) {
        return new Needs(
                body.facts().length() / BYTES_PER_TOKEN,
                question.framing() != Framing.UNARY,
                new Look(question.dialect(), body));
    }

    private record Look(Dialect dialect, Call.Body body) implements Needs.Content {
        @Override
        public Set<String> kinds() {
            Map<String, List<ByteBuf>> marks = switch (dialect) {
                case OPENAI_CHAT, OPENAI_RESPONSES -> OPENAI;
                case ANTHROPIC -> ANTHROPIC;
                case GEMINI -> GEMINI;
                case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
            };
            return found(marks, body.bytes());
        }

        @Override
        public boolean tools() {
            return members(TOOLS).anyMatch(member -> member.valueTo() - member.valueFrom() > EMPTY);
        }

        @Override
        public boolean structuredOutput() {
            return members(SHAPES)
                    .anyMatch(member -> SHAPE_MARKS.stream().anyMatch(mark -> {
                        ByteBuf bytes = body.bytes();
                        int length = member.valueTo() - member.valueFrom();
                        return ByteBufUtil.indexOf(
                                        mark.duplicate(), bytes.slice(bytes.readerIndex() + member.valueFrom(), length))
                                >= 0;
                    }));
        }

        @Override
        public boolean goesOn() {
            return dialect == Dialect.OPENAI_RESPONSES
                    && members(EARLIER).anyMatch(member -> !NOTHING.contains(text(body, member, MAX_NUMBER, "an id")));
        }

        private Stream<RequestFacts.Member> members(Set<String> names) {
            return body.facts().members().stream().filter(member -> names.contains(member.name()));
        }

        @Override
        public @Nullable Long maxOutputTokens() {
            return dialect == Dialect.GEMINI ? configured(body) : bound(body);
        }
    }

    private static @Nullable Long bound(Call.Body body) {
        for (RequestFacts.Member member : body.facts().members()) {
            if (BOUNDS.contains(member.name())) {
                return number(text(body, member, MAX_NUMBER, ""));
            }
        }
        return null;
    }

    private static @Nullable Long configured(Call.Body body) {
        for (RequestFacts.Member member : body.facts().members()) {
            if (member.name().equals("generationConfig") || member.name().equals("generation_config")) {
                byte[] config = text(body, member, MAX_CONFIG, "").getBytes(StandardCharsets.UTF_8);
                return configured(config);
            }
        }
        return null;
    }

    private static @Nullable Long configured(byte[] config) {
        try {
            JsonFields fields = JsonFields.of(config, 0, config.length);
            Long most = fields.number("maxOutputTokens");
            return most == null ? fields.number("max_output_tokens") : most;
        } catch (MalformedFrameException e) {
            // Whoever has to understand it says so to the caller.
            return null;
        }
    }

    /** A value as it stands; the other text when it is longer than that. */
    private static String text(Call.Body body, RequestFacts.Member member, int most, String longer) {
        int length = member.valueTo() - member.valueFrom();
        ByteBuf bytes = body.bytes();
        return length > most
                ? longer
                : bytes.toString(bytes.readerIndex() + member.valueFrom(), length, StandardCharsets.UTF_8);
    }

    private static @Nullable Long number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Set<String> found(Map<String, List<ByteBuf>> marks, ByteBuf bytes) {
        Set<String> kinds = new HashSet<>();
        marks.forEach((kind, of) -> {
            if (of.stream().anyMatch(mark -> ByteBufUtil.indexOf(mark.duplicate(), bytes) >= 0)) {
                kinds.add(kind);
            }
        });
        return kinds;
    }

    private static List<ByteBuf> marks(String... texts) {
        return List.of(texts).stream()
                .map(text ->
                        Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII))))
                .toList();
    }
}
