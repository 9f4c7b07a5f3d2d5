package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Writes the response object. It says again what was asked for, but not the instructions and the tools, which are often
 * 100 kB and would come three times in a stream.
 */
final class ResponseWriter {
    private final String id;
    private final String model;
    private final long created;
    /** The members that are the same from the first event to the last. */
    private final Utf8 asked;

    /**
     * A writer for one answer; what the provider left out is made up.
     *
     * @param created epoch seconds; 0 when not given
     */
    ResponseWriter(Exchange exchange, String id, String model, long created) {
        // Clients take the prefix for a promise: another dialect's id would come back as a previous response.
        this.id = id.startsWith("resp_") ? id : exchange.ids().next("resp_");
        this.model = model.isEmpty() ? exchange.target().model() : model;
        this.created = created == 0 ? exchange.ids().nowSeconds() : created;
        ByteBuilder bytes = new ByteBuilder(512);
        asked(exchange.request(), new JsonWriter(bytes));
        byte[] written = bytes.take();
        this.asked = Utf8.slice(written, 0, written.length);
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

    /** The response while it is being made, as value. */
    void inProgress(JsonWriter out) {
        open("in_progress", out);
        out.nothing("incomplete_details").array("output").endArray().nothing("usage");
        out.members(asked).endObject();
    }

    /**
     * The response when it is complete, as value.
     *
     * @param output the items
     * @param usage null when the provider did not say; clients that miss it ask again without end, so it is all zeros then
     */
    void complete(@Nullable StopReason reason, RawJson output, @Nullable Usage usage, JsonWriter out) {
        String incomplete = incomplete(reason);
        open(incomplete.isEmpty() ? "completed" : "incomplete", out);
        if (incomplete.isEmpty()) {
            out.nothing("incomplete_details");
        } else {
            out.object("incomplete_details").text("reason", incomplete).endObject();
        }
        out.raw("output", output);
        ResponsesUsage.write(usage == null ? Usage.NONE : usage, out);
        out.members(asked).endObject();
    }

    /** Why an answer is incomplete; empty when it is complete. */
    static String incomplete(@Nullable StopReason reason) {
        return switch (reason == null ? StopReason.Kind.STOP : reason.kind()) {
            case LENGTH -> "max_output_tokens";
            case CONTENT_FILTER, REFUSAL -> "content_filter";
            case STOP, TOOL_USE, PAUSE, OTHER -> "";
        };
    }

    /** Counts a reason that is said less exactly. */
    static void count(StopReason reason, Losses losses) {
        if (!reason.sequence().isEmpty()) {
            losses.dropped(Feature.STOP_SEQUENCE_TOLD, "which one was met");
        }
        switch (reason.kind()) {
            case PAUSE, OTHER -> losses.approximated(Feature.STOP_REASON, "as completed");
            case REFUSAL -> losses.approximated(Feature.STOP_REASON, "refusal as content_filter");
            case STOP, LENGTH, TOOL_USE, CONTENT_FILTER -> {
                // Have their word.
            }
        }
    }

    private void open(String status, JsonWriter out) {
        out.object()
                .text("id", id)
                .text("object", "response")
                .number("created_at", created)
                .text("status", status)
                .bool("background", false)
                .nothing("error")
                .text("model", model);
    }

    private static void asked(ChatRequest request, JsonWriter out) {
        Sampling sampling = request.settings().sampling();
        OutputWish output = request.settings().output();
        out.nothing("instructions");
        if (output.maxTokens() == null) {
            out.nothing("max_output_tokens");
        } else {
            out.number("max_output_tokens", output.maxTokens());
        }
        decimal("temperature", sampling.temperature(), out);
        decimal("top_p", sampling.topP(), out);
        out.bool("parallel_tool_calls", !Boolean.FALSE.equals(request.tooling().parallel()));
        orNothing("previous_response_id", request.session().previousResponse(), out);
        ReasoningWish reasoning = request.settings().reasoning();
        out.object("reasoning");
        orNothing("effort", reasoning.effortWord(), out);
        orNothing("summary", reasoning.display(), out);
        out.endObject();
        out.bool("store", Boolean.TRUE.equals(request.session().store()));
        text(output, out);
        choice(request.tooling().choice(), out);
        out.array("tools").endArray();
        out.text("truncation", "disabled");
        orNothing("user", request.session().user(), out);
        RawJson metadata = request.session().metadata();
        out.raw("metadata", metadata == null ? RawJson.EMPTY_OBJECT : metadata);
    }

    private static void text(OutputWish output, JsonWriter out) {
        out.object("text").object("format");
        switch (output.format()) {
            case null -> out.text("type", "text");
            case OutputFormat.Text _ -> out.text("type", "text");
            case OutputFormat.JsonObject _ -> out.text("type", "json_object");
            case OutputFormat.JsonSchema schema ->
                out.text("type", "json_schema")
                        .text("name", schema.name() == null ? "answer" : schema.name())
                        .text("description", schema.description())
                        .raw("schema", schema.schema())
                        .bool("strict", schema.strict());
        }
        out.endObject().text("verbosity", output.verbosity()).endObject();
    }

    private static void choice(@Nullable ToolChoice choice, JsonWriter out) {
        switch (choice) {
            case null -> out.text("tool_choice", "auto");
            case ToolChoice.Auto _ -> out.text("tool_choice", "auto");
            case ToolChoice.None _ -> out.text("tool_choice", "none");
            case ToolChoice.Any _ -> out.text("tool_choice", "required");
            case ToolChoice.Forced(var name) -> ToolEncoder.named(out.name("tool_choice"), name);
            case ToolChoice.Allowed allowed -> ToolEncoder.allowed(allowed, out);
            case ToolChoice.Opaque opaque
            when opaque.dialect() == Dialect.OPENAI_RESPONSES -> out.raw("tool_choice", opaque.json());
            case ToolChoice.Opaque _ -> out.text("tool_choice", "auto");
        }
    }

    private static void decimal(String name, @Nullable Double value, JsonWriter out) {
        if (value == null) {
            out.nothing(name);
        } else {
            out.decimal(name, value);
        }
    }

    private static void orNothing(String name, @Nullable String value, JsonWriter out) {
        if (value == null) {
            out.nothing(name);
        } else {
            out.text(name, value);
        }
    }
}
