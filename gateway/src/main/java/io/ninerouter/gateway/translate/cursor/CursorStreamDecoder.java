package io.ninerouter.gateway.translate.cursor;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.PartTeller;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.codec.Traits;
import io.ninerouter.gateway.frame.ConnectParser;
import io.ninerouter.gateway.json.Utf8;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer message by message. The last one, by name {@link ConnectParser#TRAILER}, is its end or its failure; an
 * answer without it was cut. No usage is reported.
 */
final class CursorStreamDecoder implements StreamDecoder {
    private static final int CALL = 1;
    private static final int RESPONSE = 2;
    private static final int TEXT = 1;
    private static final int THINKING = 25;
    private static final int THINKING_TEXT = 1;

    private final Consumer<StreamEvent> out;
    private final PartTeller teller;
    private final OpenCalls calls;
    private boolean started;
    private boolean over;

    CursorStreamDecoder(Exchange exchange, Traits traits, Consumer<StreamEvent> out) {
        this.out = out;
        this.teller = new PartTeller(out);
        this.calls = new OpenCalls(exchange, traits, teller);
    }

    @Override
    public void event(String name, byte[] data, int from, int to) {
        if (over) {
            return;
        }
        if (name.equals(ConnectParser.TRAILER)) {
            conclude(from == to ? null : CursorErrors.read(Utf8.slice(data, from, to)));
        } else if (from < to && data[from] == '{') {
            // An error may come as JSON before the end; a message cannot begin so.
            ApiError error = CursorErrors.read(Utf8.slice(data, from, to));
            if (error != null) {
                fail(error);
            }
        } else if (from < to) {
            message(new ProtoReader(data, from, to));
        }
    }

    private void message(ProtoReader in) {
        start();
        while (in.next()) {
            switch (in.field()) {
                case CALL -> calls.add(WireCall.read(in.message()));
                case RESPONSE -> response(in.message());
                default -> {}
            }
        }
    }

    private void response(ProtoReader in) {
        while (in.next()) {
            switch (in.field()) {
                case TEXT -> text(in.text());
                case THINKING -> thinking(in.message());
                default -> {}
            }
        }
    }

    private void text(String more) {
        if (!more.isEmpty()) {
            calls.end();
            teller.text(more);
        }
    }

    private void thinking(ProtoReader in) {
        while (in.next()) {
            if (in.field() == THINKING_TEXT && !in.text().isEmpty()) {
                calls.end();
                teller.reasoning(in.text());
            }
        }
    }

    @Override
    public void end() {
        if (!over) {
            fail(ApiError.of(ApiError.Kind.UPSTREAM, "the provider's answer was cut"));
        }
    }

    private void conclude(@Nullable ApiError error) {
        if (error != null) {
            fail(error);
            return;
        }
        calls.end();
        teller.close();
        if (teller.silent()) {
            fail(ApiError.of(ApiError.Kind.UPSTREAM, "the provider's answer is empty"));
            return;
        }
        over = true;
        StopReason.Kind kind = calls.any() ? StopReason.Kind.TOOL_USE : StopReason.Kind.STOP;
        out.accept(new StreamEvent.Finished(0, StopReason.of(kind, "")));
        out.accept(new StreamEvent.Ended());
    }

    private void start() {
        if (!started) {
            started = true;
            out.accept(new StreamEvent.Started("", "", 0));
        }
    }

    private void fail(ApiError error) {
        over = true;
        out.accept(new StreamEvent.Failed(error));
    }
}
