package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.SealEnvelope;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import org.jspecify.annotations.Nullable;

/** How an answer looks to a client of this dialect, streamed or not. */
final class ClientView {
    private final Exchange exchange;

    ClientView(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Writes the members that a message has before its content. */
    void head(StreamEvent.Started started, JsonWriter out) {
        String id =
                started.id().startsWith("msg_") ? started.id() : exchange.ids().next("msg_");
        String model = started.model().isEmpty() ? exchange.target().model() : started.model();
        out.text("id", id).text("type", "message").text("role", "assistant").text("model", model);
    }

    /** Writes {@code stop_reason} and {@code stop_sequence}. */
    void stop(StopReason reason, boolean calls, boolean refused, JsonWriter out) {
        out.text("stop_reason", StopWords.word(reason, calls, refused, exchange.losses()));
        if (reason.sequence().isEmpty()) {
            out.nothing("stop_sequence");
            if (reason.kind() == StopReason.Kind.STOP
                    && !exchange.request().settings().output().stop().isEmpty()) {
                exchange.losses().approximated(Feature.STOP_SEQUENCE_TOLD, "not told by the provider");
            }
        } else {
            out.text("stop_sequence", reason.sequence());
        }
    }

    void usage(@Nullable Usage usage, JsonWriter out) {
        MessageUsage.write(usage, out);
    }

    /** The signature of a thought as the client is to send it back. */
    String signature(Seal seal) {
        return SealEnvelope.wrap(seal, Dialect.ANTHROPIC);
    }

    /** Whether a thought is {@code redacted_thinking}: withheld by a model of this dialect. */
    static boolean redacted(Seal seal, boolean words) {
        return !words && seal.kind() == Seal.Kind.REDACTED && seal.origin() == Dialect.ANTHROPIC;
    }

    /** A citation; those of other providers as one of a web page. Null when it can not be said. */
    @Nullable
    RawJson citation(Citation citation) {
        if (citation.dialect() == Dialect.ANTHROPIC) {
            return citation.raw();
        }
        if (citation.url() == null) {
            exchange.losses().dropped(Feature.CITATIONS, "without an address");
            return null;
        }
        exchange.losses().approximated(Feature.CITATIONS, "as results of a web search");
        ByteBuilder bytes = new ByteBuilder(256);
        new JsonWriter(bytes)
                .object()
                .text("type", "web_search_result_location")
                .text("url", citation.url())
                .text("title", citation.title() == null ? "" : citation.title())
                .text("cited_text", citation.quote() == null ? "" : citation.quote())
                // Empty: nothing that the search of a provider could look up.
                .text("encrypted_index", "")
                .endObject();
        byte[] array = bytes.take();
        return new RawJson(Utf8.slice(array, 0, array.length));
    }

    /** The block of a part that came whole; null when this dialect has none, which is then counted. */
    @Nullable
    RawJson whole(Part part) {
        switch (part) {
            case Part.ServerTool server -> {
                if (server.dialect() == Dialect.ANTHROPIC) {
                    return server.json();
                }
                exchange.losses().dropped(Feature.TOOLS_SERVER, "steps of " + server.tool());
            }
            case Part.Opaque opaque -> {
                if (opaque.dialect() == Dialect.ANTHROPIC) {
                    return opaque.json();
                }
                exchange.losses().dropped(Feature.VENDOR_PARTS, opaque.type());
            }
            case Part.Attachment _ -> exchange.losses().dropped(Feature.OUTPUT_MEDIA, "answers are text here");
            default -> exchange.losses().dropped(Feature.VENDOR_PARTS, "not part of an answer");
        }
        return null;
    }

    void refusedInWords() {
        exchange.losses().approximated(Feature.REFUSAL, "as text");
    }

    void dropped(Feature feature, String how) {
        exchange.losses().dropped(feature, how);
    }

    void approximated(Feature feature, String how) {
        exchange.losses().approximated(feature, how);
    }

    /** Clients that want thoughts left out still get them: they send them back, and only so the provider sees them again. */
    void thoughtShown() {
        if ("omitted".equals(exchange.request().settings().reasoning().display())) {
            exchange.losses().approximated(Feature.REASONING_DISPLAY, "shown: the provider needs it back");
        }
    }
}
