package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.ToolNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts of messages as providers of this dialect take them. What {@link #fit} lets through can be written as it is. */
final class PartFitting {
    private static final String NO_OUTPUT = "[no output]";

    private final Exchange exchange;
    private final MediaFitting media;

    PartFitting(Exchange exchange) {
        this.exchange = exchange;
        this.media = new MediaFitting(exchange);
    }

    /** The parts of a message of this role; blank texts, which the API refuses, are left out: they say nothing. */
    List<Part> fit(List<Part> parts, Role role) {
        List<Part> fitting = new ArrayList<>(parts.size());
        for (Part part : parts) {
            Part fit = part(part, role);
            if (fit != null) {
                fitting.add(fit);
            }
        }
        return fitting;
    }

    private @Nullable Part part(Part part, Role role) {
        return switch (part) {
            case Part.Text text -> text.text().isBlank() ? null : text(text, role);
            case Part.Attachment attachment -> attachment(attachment, role);
            case Part.ToolCall call -> call(call);
            case Part.ToolResult result -> result(result);
            case Part.Reasoning reasoning -> reasoning(reasoning);
            case Part.Refusal refusal -> {
                exchange.losses().approximated(Feature.REFUSAL, "as text");
                yield refusal.text().isBlank() ? null : new Part.Text(refusal.text());
            }
            case Part.ServerTool server ->
                own(server, server.dialect(), Feature.TOOLS_SERVER, "steps of " + server.tool());
            case Part.Opaque opaque -> own(opaque, opaque.dialect(), Feature.VENDOR_PARTS, opaque.type());
        };
    }

    private Part text(Part.Text text, Role role) {
        List<Citation> kept = new ArrayList<>(text.citations().size());
        for (Citation citation : text.citations()) {
            if (role == Role.ASSISTANT && citation.dialect() == Dialect.ANTHROPIC && genuine(citation)) {
                kept.add(citation);
            } else {
                exchange.losses().dropped(Feature.CITATIONS, "of another provider");
            }
        }
        return kept.size() == text.citations().size() ? text : new Part.Text(text.text(), kept, null, text.cache());
    }

    /** One that we made for a client out of another provider's has no index that the API could look up. */
    private static boolean genuine(Citation citation) {
        return !"".equals(Members.of(citation.raw()).lenientText("encrypted_index"));
    }

    private @Nullable Part attachment(Part.Attachment attachment, Role role) {
        return switch (role) {
            case USER, TOOL -> media.fit(attachment);
            case ASSISTANT -> {
                exchange.losses().dropped(Feature.OUTPUT_MEDIA, "said by the model");
                yield null;
            }
            case SYSTEM, DEVELOPER -> {
                exchange.losses().dropped(Feature.IMAGES, "in instructions");
                yield null;
            }
        };
    }

    private Part call(Part.ToolCall call) {
        if (call.extras().foreignTo(Dialect.ANTHROPIC)) {
            exchange.losses().dropped(Feature.VENDOR_FIELDS, "of tool calls");
        }
        if (call.input() instanceof ToolInput.Json json && json.json().isObject()) {
            return call;
        }
        exchange.losses().approximated(Feature.TOOL_CALL_ARGUMENTS, "no object: as one argument");
        ToolInput wrapped = new ToolInput.Json(call.input().object(ToolNames.CUSTOM_ARGUMENT));
        return new Part.ToolCall(call.id(), call.name(), wrapped, null, call.cache(), call.extras());
    }

    private Part result(Part.ToolResult result) {
        if (result.extras().foreignTo(Dialect.ANTHROPIC)) {
            exchange.losses().dropped(Feature.VENDOR_FIELDS, "of tool results");
        }
        List<Part> parts = fit(result.parts(), Role.TOOL);
        if (parts.isEmpty() && result.error()) {
            // The API refuses a failure without words.
            parts = List.of(new Part.Text(NO_OUTPUT));
        } else if (parts.isEmpty()) {
            parts = result.parts().stream()
                    .limit(1)
                    .filter(Part.Text.class::isInstance)
                    .toList();
        }
        return new Part.ToolResult(result.callId(), parts, result.error(), result.cache(), result.extras());
    }

    /** Thoughts go back only with the signature that vouches for them. */
    private @Nullable Part reasoning(Part.Reasoning reasoning) {
        Seal seal = reasoning.seal();
        if (seal != null && seal.kind() != Seal.Kind.ENCRYPTED && !seal.data().isEmpty()) {
            return reasoning;
        }
        if (!reasoning.sections().isEmpty()) {
            exchange.losses().dropped(Feature.REASONING_TEXT, "without a signature of this provider");
        }
        return null;
    }

    private @Nullable Part own(Part part, Dialect dialect, Feature feature, String how) {
        if (dialect == Dialect.ANTHROPIC) {
            return part;
        }
        exchange.losses().dropped(feature, how);
        return null;
    }
}
