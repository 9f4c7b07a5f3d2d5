package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.function.Consumer;

/** Reads one message in one piece. */
final class CompletionDecoder {
    private CompletionDecoder() {}

    static void read(Utf8 body, Exchange exchange, Consumer<StreamEvent> out) {
        Members message = Members.of(RawJson.parse(body));
        AnthropicStreamDecoder decoder = new AnthropicStreamDecoder(exchange, out);
        RawJson error = message.raw("error");
        if (error != null) {
            decoder.fail(AnthropicErrors.read(error));
            return;
        }
        if (!message.has("content")) {
            throw new BadJsonException("answer: no content (expected: a message)");
        }
        decoder.message(message);
        decoder.complete();
    }
}
