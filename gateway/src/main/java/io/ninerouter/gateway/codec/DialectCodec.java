package io.ninerouter.gateway.codec;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.Utf8;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One dialect, read and written: everything that translation needs of it. Codecs are stateless and thread-safe; decoders
 * and encoders of streams are neither.
 *
 * <p>On the client's side a codec decodes requests and encodes answers; on the provider's side it encodes requests and
 * decodes answers. Nothing is lost silently: what this dialect cannot say is reported to {@link Exchange#losses()} by
 * whoever leaves it out.
 */
public interface DialectCodec {

    /** The dialect. */
    Dialect dialect();

    /** What {@link RequestShaper} has to take care of before {@link #encodeRequest} to this model. */
    Traits traits(TargetModel target);

    /** Whether this model's answer goes on from a last message of its own, when it is not asked to think. */
    default boolean prefills(TargetModel target) {
        return false;
    }

    /**
     * Reads a client's request into normal form (see {@link ChatRequest}). Members that the neutral model does not know
     * become extras or opaque parts. Seals are opened with {@link SealEnvelope#open}.
     *
     * @param body kept and shared by slices in the result: not to be written to any more
     * @throws io.ninerouter.gateway.json.BadJsonException when it is not JSON or a member has a wrong type; the message is
     *     fit for the client
     */
    ChatRequest decodeRequest(Utf8 body);

    /**
     * Writes a request to a provider.
     *
     * @param request shaped: names, ids, seals, pairing of tool results and the token limit are already right for this
     *     dialect; its model is the provider's
     * @param exchange for the target's facts, and for reporting losses
     * @param out where the one JSON object goes
     */
    void encodeRequest(ChatRequest request, Exchange exchange, JsonWriter out);

    /** Whether bodies of requests are JSON; what edits JSON leaves others alone. */
    default boolean isJson() {
        return true;
    }

    /**
     * Writes the body of a request to a provider: the JSON of {@link #encodeRequest}, unless the dialect has another form.
     *
     * @param request as for {@link #encodeRequest}
     */
    default void encodeBody(ChatRequest request, Exchange exchange, ByteBuilder out) {
        encodeRequest(request, exchange, new JsonWriter(out));
    }

    /**
     * Headers that requests of this dialect need beside the provider's fixed ones and the credential; by default none.
     *
     * @param out told each name, in lower case, and value
     */
    default void headers(Exchange exchange, BiConsumer<String, String> out) {}

    /**
     * Reads a provider's answer in one piece and tells it as events, after the grammar of {@link StreamEvent}. An error
     * within the answer is a Failed. Names are the provider's: {@link RestoringSink} turns them back.
     *
     * @throws io.ninerouter.gateway.json.BadJsonException when it is no answer of this dialect
     */
    void decodeCompletion(Utf8 body, Exchange exchange, Consumer<StreamEvent> out);

    /**
     * A reader of one streamed answer, which tells events to {@code out}. Names are the provider's.
     */
    StreamDecoder newStreamDecoder(Exchange exchange, Consumer<StreamEvent> out);

    /**
     * Writes an answer in one piece to a client. The answer has no error: those have their own body.
     *
     * @param exchange for ids and for what the request asked for
     */
    void encodeCompletion(Completion completion, Exchange exchange, JsonWriter out);

    /**
     * A writer of one streamed answer. It is told events after the grammar of {@link StreamEvent} and writes events of this
     * dialect; on Ended the dialect's proper end, on Failed the dialect's error event, so that nobody takes it for an end.
     */
    Consumer<StreamEvent> newStreamEncoder(Exchange exchange, EventWriter out);
}
