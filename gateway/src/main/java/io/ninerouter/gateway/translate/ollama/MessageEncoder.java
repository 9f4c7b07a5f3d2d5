package io.ninerouter.gateway.translate.ollama;

import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.ToolNames;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code messages}: content is one text, images stand beside it as bare base64, arguments of calls are objects. A
 * result names its tool, and its call for servers that know ids; an empty one is a result too.
 */
final class MessageEncoder {
    private final Losses losses;
    private final JsonWriter out;
    /** Names of the tools called, by id of the call. */
    private final Map<String, String> called = new HashMap<>();

    MessageEncoder(Losses losses, JsonWriter out) {
        this.losses = losses;
        this.out = out;
    }

    void messages(List<Message> messages) {
        out.array("messages");
        messages.forEach(this::message);
        out.endArray();
    }

    private void message(Message message) {
        if (message.role() == Role.DEVELOPER) {
            losses.approximated(Feature.DEVELOPER_ROLE, "as system");
        }
        if (message.name() != null) {
            losses.dropped(Feature.MESSAGE_NAME, "no such thing in Ollama");
        }
        message.extras().members().keySet().forEach(name -> losses.dropped(Feature.VENDOR_FIELDS, name));
        switch (message.role()) {
            case SYSTEM, DEVELOPER -> said("system", message.parts());
            case USER -> said("user", message.parts());
            case ASSISTANT -> said("assistant", message.parts());
            case TOOL -> results(message.parts());
        }
    }

    private void said(String role, List<Part> parts) {
        Said said = new Said();
        parts.forEach(said::add);
        if (said.isEmpty() && !parts.isEmpty()) {
            return;
        }
        out.object().text("role", role).text("content", said.content.toString());
        if (!said.thinking.isEmpty()) {
            out.text("thinking", said.thinking.toString());
        }
        images(said.images);
        if (!said.calls.isEmpty()) {
            out.array("tool_calls");
            said.calls.forEach(this::call);
            out.endArray();
        }
        out.endObject();
    }

    private void images(List<Utf8> images) {
        if (!images.isEmpty()) {
            out.array("images");
            images.forEach(image -> out.plain("", image));
            out.endArray();
        }
    }

    private void call(Part.ToolCall call) {
        called.put(call.id(), call.name().name());
        if (call.input() instanceof ToolInput.Broken) {
            losses.approximated(Feature.TOOL_CALL_ARGUMENTS, "no JSON: as text in one argument");
        }
        if (call.seal() != null) {
            losses.dropped(Feature.REASONING_SEAL, "no place on calls");
        }
        call.extras().members().keySet().forEach(name -> losses.dropped(Feature.VENDOR_FIELDS, name));
        out.object().text("id", call.id()).object("function");
        out.text("name", call.name().name())
                .raw("arguments", call.input().object(ToolNames.CUSTOM_ARGUMENT))
                .endObject()
                .endObject();
    }

    /** What is no text follows them all: templates look for results right behind the calls. */
    private void results(List<Part> results) {
        List<Shown> shown = new ArrayList<>();
        for (Part part : results) {
            Part.ToolResult result = (Part.ToolResult) part;
            List<Utf8> images = result(result);
            if (!images.isEmpty()) {
                losses.approximated(Feature.TOOL_RESULT_MEDIA, "in a message of the user");
                shown.add(new Shown("[from tool call " + result.callId() + "]", images));
            }
        }
        for (Shown each : shown) {
            out.object().text("role", "user").text("content", each.where());
            images(each.images());
            out.endObject();
        }
    }

    /** Images of a result, which are shown elsewhere. */
    private record Shown(String where, List<Utf8> images) {}

    private List<Utf8> result(Part.ToolResult result) {
        Said said = new Said();
        result.parts().forEach(said::add);
        if (result.error()) {
            losses.dropped(Feature.TOOL_RESULT_ERROR, "the text tells");
        }
        hint(result);
        result.extras().members().keySet().forEach(name -> losses.dropped(Feature.VENDOR_FIELDS, name));
        out.object().text("role", "tool").text("content", said.content.toString());
        out.text("tool_name", called.get(result.callId())).text("tool_call_id", result.callId());
        out.endObject();
        return said.images;
    }

    private void hint(Part part) {
        if (part.cache() != null) {
            losses.approximated(Feature.CACHE_HINTS, "the server caches by itself");
        }
    }

    /** The parts of one message, by what the dialect has for them. */
    private final class Said {
        private final StringBuilder content = new StringBuilder();
        private final StringBuilder thinking = new StringBuilder();
        private final List<Utf8> images = new ArrayList<>();
        private final List<Part.ToolCall> calls = new ArrayList<>();

        boolean isEmpty() {
            return content.isEmpty() && thinking.isEmpty() && images.isEmpty() && calls.isEmpty();
        }

        void add(Part part) {
            hint(part);
            switch (part) {
                case Part.Text text -> {
                    if (!text.citations().isEmpty()) {
                        losses.dropped(Feature.CITATIONS, "in history");
                    }
                    if (text.seal() != null) {
                        losses.dropped(Feature.REASONING_SEAL, "no place on text");
                    }
                    text(text.text());
                }
                case Part.Refusal refusal -> {
                    losses.approximated(Feature.REFUSAL, "as text");
                    text(refusal.text());
                }
                case Part.Reasoning reasoning -> {
                    thinking.append(reasoning.text());
                    if (reasoning.seal() != null) {
                        losses.dropped(Feature.REASONING_SEAL, "thoughts are not sealed");
                    }
                }
                case Part.ToolCall call -> calls.add(call);
                case Part.Attachment attachment -> attachment(attachment);
                case Part.ServerTool _ -> losses.dropped(Feature.TOOLS_SERVER, "steps in history");
                case Part.Opaque opaque -> losses.dropped(Feature.VENDOR_PARTS, opaque.type());
                case Part.ToolResult _ ->
                    throw new IllegalArgumentException("part: a result (expected: in a message of role TOOL)");
            }
        }

        private void text(String text) {
            content.append(content.isEmpty() || text.isEmpty() ? "" : "\n").append(text);
        }

        private void attachment(Part.Attachment attachment) {
            Part.MediaDetail about = attachment.about();
            if (about.detail() != null && !about.detail().equals("auto")) {
                losses.dropped(Feature.IMAGE_DETAIL, "no such thing in Ollama");
            }
            if (about.context() != null || Boolean.TRUE.equals(about.citable())) {
                losses.dropped(Feature.DOCUMENT_DETAIL, "context and citing");
            }
            switch (attachment.media()) {
                case Media.Inline inline when attachment.kind() == Media.Kind.IMAGE -> images.add(inline.base64());
                case Media.PlainText plain -> {
                    losses.approximated(Feature.DOCUMENTS, "as text");
                    text(about.name() == null ? plain.text() : about.name() + ":\n" + plain.text());
                }
                case Media.Inline _ -> refuse(Feature.of(attachment.kind()), attachment, "only images are taken");
                case Media.Url _ -> refuse(byAddress(attachment.kind()), attachment, "nothing is fetched");
                case Media.FileId _ -> refuse(Feature.UPLOADED_FILES, attachment, "uploaded to another provider");
            }
        }

        private static Feature byAddress(Media.Kind kind) {
            return switch (kind) {
                case IMAGE -> Feature.IMAGE_URL;
                case DOCUMENT -> Feature.DOCUMENT_URL;
                case AUDIO, VIDEO -> Feature.of(kind);
            };
        }

        /** Words stand in its place, so that the model can say why it cannot help. */
        private void refuse(Feature feature, Part.Attachment attachment, String why) {
            losses.dropped(feature, why);
            text("[" + Feature.of(attachment.kind()).word() + " left out: " + why + "]");
        }
    }
}
