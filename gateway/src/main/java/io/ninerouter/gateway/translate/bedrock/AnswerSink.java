package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.PartSink;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.json.RawJson;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells an answer, whole or streamed. Neighbouring texts become one: the service begins a new block for each citation, and
 * what is cited stands in the one before. Not thread-safe.
 */
final class AnswerSink {
    private enum Open {
        NOTHING,
        TEXT,
        REASONING,
        CALL
    }

    private final Exchange exchange;
    private final Consumer<StreamEvent> out;
    private final PartSink parts;
    private Open open = Open.NOTHING;
    private @Nullable StopReason reason;
    private @Nullable ApiError error;
    private boolean started;
    private boolean over;

    AnswerSink(Exchange exchange, Consumer<StreamEvent> out) {
        this.exchange = exchange;
        this.out = out;
        this.parts = new PartSink(out);
    }

    boolean isOver() {
        return over;
    }

    /** Whether it ended with an error that is not told yet: what it used comes after that. */
    boolean isFailing() {
        return error != null && !over;
    }

    void start() {
        if (!started) {
            started = true;
            out.accept(new StreamEvent.Started("", "", 0));
        }
    }

    void text(String text) {
        if (!text.isEmpty()) {
            go(Open.TEXT);
            parts.fragment(text);
        }
    }

    void cite(RawJson citation) {
        go(Open.TEXT);
        JsonFields fields = JsonFields.of(
                citation.bytes().array(),
                citation.bytes().from(),
                citation.bytes().to());
        String url = fields.text("location.web.url");
        parts.delta(new Delta.Cited(new Citation(
                url == null ? fields.text("source") : url,
                fields.text("title"),
                CitationWords.quote(citation),
                null,
                Dialect.BEDROCK_CONVERSE,
                citation.copy())));
    }

    void reasoning(String text) {
        if (!text.isEmpty()) {
            go(Open.REASONING);
            parts.fragment(text);
        }
    }

    void seal(Seal.Kind kind, String data) {
        go(Open.REASONING);
        parts.delta(new Delta.Sealed(
                new Seal(kind, data, Dialect.BEDROCK_CONVERSE, exchange.target().family())));
    }

    void call(String id, String name) {
        close();
        start();
        open = Open.CALL;
        parts.start(new PartHead.ToolCall(exchange.callId(id), ToolName.function(name), null, Extras.NONE));
    }

    /** More of the arguments of the open call. */
    void arguments(String fragment) {
        if (open == Open.CALL) {
            parts.fragment(fragment);
        }
    }

    /** The provider runs it itself: not for the client to answer. */
    void serverTool(String name) {
        close();
        exchange.losses().dropped(Feature.TOOLS_SERVER, name.isEmpty() ? "a step" : "steps of " + name);
    }

    /** What the answer is not told in. */
    void media(String kind) {
        close();
        exchange.losses().dropped(Feature.OUTPUT_MEDIA, kind);
    }

    /** The block is complete; more text may belong to the same part. */
    void endBlock() {
        if (open != Open.TEXT) {
            close();
        }
    }

    /** @param usage null = nothing was told */
    void usage(@Nullable Usage usage) {
        if (usage != null) {
            start();
            out.accept(new StreamEvent.UsageReported(usage));
        }
        if (error != null) {
            fail(error);
        }
    }

    void stopped(String word) {
        start();
        close();
        if (Stops.isError(word)) {
            error = ApiError.of(ApiError.Kind.UPSTREAM, "the model ended with " + word);
        } else {
            reason = Stops.read(word);
        }
    }

    /** Nothing more comes. */
    void end() {
        if (over) {
            return;
        }
        start();
        close();
        if (error != null) {
            fail(error);
            return;
        }
        if (reason == null) {
            fail(ApiError.of(ApiError.Kind.UPSTREAM, "the provider's answer was cut"));
            return;
        }
        over = true;
        out.accept(new StreamEvent.Finished(0, reason));
        out.accept(new StreamEvent.Ended());
    }

    void alive() {
        if (started && !over) {
            out.accept(new StreamEvent.Heartbeat());
        }
    }

    private void fail(ApiError error) {
        over = true;
        out.accept(new StreamEvent.Failed(error));
    }

    private void go(Open next) {
        if (open == next) {
            return;
        }
        start();
        close();
        open = next;
        parts.start(next == Open.TEXT ? new PartHead.Text() : new PartHead.Reasoning(null));
    }

    private void close() {
        if (open != Open.NOTHING) {
            open = Open.NOTHING;
            parts.end();
        }
    }
}
