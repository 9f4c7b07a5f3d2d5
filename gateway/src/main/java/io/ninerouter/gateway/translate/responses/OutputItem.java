package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.codec.SealEnvelope;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item of an answer that is being made. */
sealed interface OutputItem {

    /** Its id; not empty. */
    String id();

    /** Writes the item as it is so far, as value. */
    void write(String status, JsonWriter out);

    /** A piece of a message. */
    final class Content {
        final boolean refusal;
        final StringBuilder text = new StringBuilder();
        final List<RawJson> annotations = new ArrayList<>();
        final List<RawJson> logprobs = new ArrayList<>();

        Content(boolean refusal) {
            this.refusal = refusal;
        }

        /** The piece as value. */
        void write(JsonWriter out) {
            out.object().text("type", refusal ? "refusal" : "output_text");
            if (refusal) {
                out.text("refusal", text.toString());
            } else {
                out.text("text", text.toString());
                list(out, "annotations", annotations);
                list(out, "logprobs", logprobs);
            }
            out.endObject();
        }

        static void list(JsonWriter out, String name, List<RawJson> values) {
            out.array(name);
            values.forEach(out::raw);
            out.endArray();
        }
    }

    /** Words, pieces of which follow each other. */
    record Words(String id, List<Content> content) implements OutputItem {
        Content last() {
            return content.getLast();
        }

        @Override
        public void write(String status, JsonWriter out) {
            out.object().text("id", id).text("type", "message").text("status", status);
            out.array("content");
            content.forEach(piece -> piece.write(out));
            out.endArray().text("role", "assistant").endObject();
        }
    }

    /** A stretch of reasoning. */
    record Stretch(boolean summary, int index, StringBuilder text) {
        /** As value. */
        void write(JsonWriter out) {
            out.object()
                    .text("type", summary ? "summary_text" : "reasoning_text")
                    .text("text", text.toString())
                    .endObject();
        }
    }

    /** Reasoning: stretches, and what holds it sealed. */
    final class Thought implements OutputItem {
        final List<Stretch> stretches = new ArrayList<>();
        private final String id;
        private @Nullable String sealed;

        Thought(String id) {
            this.id = id;
        }

        void seal(Seal seal) {
            sealed = SealEnvelope.wrap(seal, Dialect.OPENAI_RESPONSES);
        }

        void seal(String carried) {
            sealed = carried;
        }

        /** Opens a stretch. */
        Stretch open(boolean summary) {
            int index = (int) stretches.stream()
                    .filter(known -> known.summary() == summary)
                    .count();
            Stretch stretch = new Stretch(summary, index, new StringBuilder());
            stretches.add(stretch);
            return stretch;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void write(String status, JsonWriter out) {
            out.object().text("id", id).text("type", "reasoning").array("summary");
            stretches.stream().filter(Stretch::summary).forEach(stretch -> stretch.write(out));
            out.endArray();
            if (stretches.stream().anyMatch(stretch -> !stretch.summary())) {
                out.array("content");
                stretches.stream().filter(stretch -> !stretch.summary()).forEach(stretch -> stretch.write(out));
                out.endArray();
            }
            out.text("encrypted_content", sealed).endObject();
        }
    }

    /** A call of a tool. */
    record Call(String id, PartHead.ToolCall head, StringBuilder input) implements OutputItem {
        boolean custom() {
            return head.name().custom();
        }

        /** Whether its arguments are no JSON: it was cut, or the model does not write well. */
        boolean broken() {
            return !custom() && ToolInput.ofArguments(input.toString()) instanceof ToolInput.Broken;
        }

        @Override
        public void write(String status, JsonWriter out) {
            out.object()
                    .text("id", id)
                    .text("type", custom() ? "custom_tool_call" : "function_call")
                    .text("status", status)
                    .text("call_id", head.id())
                    .text("name", head.name().name())
                    .text("namespace", head.name().namespace())
                    .text(custom() ? "input" : "arguments", input.toString())
                    .endObject();
        }
    }

    /** A search for tools, which the client runs. */
    record Search(String id, PartHead.ToolCall head, StringBuilder input) implements OutputItem {
        @Override
        public void write(String status, JsonWriter out) {
            out.object()
                    .text("id", id)
                    .text("type", "tool_search_call")
                    .text("status", status)
                    .text("call_id", head.id())
                    .text(ClientSearch.EXECUTION, "client")
                    .raw("arguments", ToolInput.ofArguments(input.toString()).object("query"))
                    .endObject();
        }
    }

    /** A picture. */
    record Picture(String id, Media.Inline media) implements OutputItem {
        @Override
        public void write(String status, JsonWriter out) {
            out.object().text("id", id).text("type", "image_generation_call").text("status", status);
            String subtype = media.mimeType().substring(media.mimeType().indexOf('/') + 1);
            out.text("output_format", subtype).name("result");
            out.plain("", media.base64());
            out.endObject();
        }
    }

    /** An item of this dialect, as it came. */
    record Verbatim(String id, RawJson json) implements OutputItem {
        @Override
        public void write(String status, JsonWriter out) {
            out.raw(json);
        }
    }
}
