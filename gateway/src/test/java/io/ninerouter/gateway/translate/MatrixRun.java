package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sends a case through a pair of dialects and tells what became of it. */
final class MatrixRun {
    /** Models whose requests differ most, of the client's usual provider: what one cannot say another may. */
    private static final List<String> SPEAKERS = List.of(
            "gpt-5.5", "qwen3-32b", "claude-sonnet-4-5", "claude-opus-4-8", "gemini-3-flash", "gemini-2.5-flash");

    private MatrixRun() {}

    /**
     * What became of a feature.
     *
     * @param fate null = the one side cannot say it at all
     * @param how empty when it is carried
     * @param broken what was to be seen and what was, when a loss was not declared; empty when all is well
     */
    record Cell(Loss.Fate fate, String how, String broken) {
        static final Cell UNSAYABLE = new Cell(null, "", "");
    }

    static Cell request(FeatureCase<ChatRequest> each, DialectCodec client, TargetModel target) {
        ChatRequest made = each.made().apply(client.dialect(), Codecs.inner(target.dialect()));
        for (ChatRequest said : said(each, client, Codecs.inner(target.dialect()))) {
            if (sees(each, said).equals(sees(each, made))) {
                Exchange exchange = exchange(client.dialect(), said, target);
                byte[] encoded = Codecs.TRANSLATION.encode(exchange, 0);
                ChatRequest heard = Codecs.of(target.dialect()).decodeRequest(Utf8.slice(encoded, 0, encoded.length));
                return cell(exchange, each.feature(), sees(each, said), sees(each, heard));
            }
        }
        return Cell.UNSAYABLE;
    }

    static Cell answer(FeatureCase<Completion> each, DialectCodec client, TargetModel target) {
        DialectCodec provider = Codecs.of(target.dialect());
        Completion made = each.made().apply(Codecs.inner(target.dialect()), client.dialect());
        ChatRequest request = ChatRequest.of("m", List.of()).with(Settings.NONE.with(new Delivery(true, true)));
        List<StreamEvent> events = new ArrayList<>();
        made.emit(events::add);
        Framing streaming = Codecs.streaming(target.dialect());
        if (streaming == Framing.CONNECT) {
            byte[] frames = Decoding.stream(provider, exchange(target.dialect(), request, target), events);
            return through(each, client, exchange(client.dialect(), request, target), frames, made, streaming);
        }
        byte[] unary = Decoding.unary(provider, exchange(target.dialect(), request, target), made);
        byte[] stream = Decoding.stream(provider, exchange(target.dialect(), request, target), events);
        Cell whole = through(each, client, exchange(client.dialect(), request, target), unary, made, Framing.UNARY);
        Cell flowing = through(each, client, exchange(client.dialect(), request, target), stream, made, streaming);
        if (flowing.fate() == null || whole.equals(flowing)) {
            return whole;
        }
        return whole.fate() == null ? flowing : both(whole, flowing);
    }

    private static Cell both(Cell whole, Cell flowing) {
        Loss.Fate worse = whole.fate().compareTo(flowing.fate()) > 0 ? whole.fate() : flowing.fate();
        String how = (whole.how().isEmpty() ? "as it is" : whole.how()) + "; streamed: "
                + (flowing.how().isEmpty() ? "as it is" : flowing.how());
        return new Cell(worse, how, whole.broken() + flowing.broken());
    }

    private static Cell through(
            FeatureCase<Completion> each,
            DialectCodec client,
            Exchange exchange,
            byte[] bytes,
            Completion made,
            Framing provided) {
        boolean streamed = provided != Framing.UNARY;
        Completion said = Decoding.decode(Codecs.of(exchange.target().dialect()), bytes, streamed);
        if (!sees(each, said).equals(sees(each, made))) {
            return Cell.UNSAYABLE;
        }
        TranslatedPipe pipe = Codecs.TRANSLATION.pipe(exchange, provided, streamed ? Framing.SSE : Framing.UNARY);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        pipe.feed(ByteBuffer.wrap(bytes));
        pipe.end();
        out.writeBytes(pipe.drain());
        Completion heard = Decoding.decode(client, out.toByteArray(), streamed);
        return cell(exchange, each.feature(), sees(each, said), sees(each, heard));
    }

    private static Cell cell(Exchange exchange, Feature feature, Object said, Object heard) {
        List<Loss> losses = exchange.losses().all().stream()
                .filter(loss -> loss.feature() == feature)
                .toList();
        Loss.Fate fate =
                losses.stream().map(Loss::fate).max(Loss.Fate::compareTo).orElse(Loss.Fate.CARRIED);
        String how = losses.stream()
                .filter(loss -> loss.fate() == fate)
                .map(Loss::how)
                .distinct()
                .collect(Collectors.joining("; "));
        boolean lost = fate == Loss.Fate.CARRIED && !said.equals(heard);
        return new Cell(
                fate,
                how,
                lost
                        ? "said " + said + ", heard " + heard + "; "
                                + exchange.losses().all()
                        : "");
    }

    /** The request in the words that the client's dialect has for it: those that clients use, and those of its encoder. */
    private static List<ChatRequest> said(FeatureCase<ChatRequest> each, DialectCodec client, Dialect provider) {
        List<ChatRequest> said = new ArrayList<>();
        for (String body : WireCases.bodies(each, client.dialect(), provider)) {
            said.add(client.decodeRequest(Utf8.of(body)));
        }
        ChatRequest made = each.made().apply(client.dialect(), provider);
        for (String model : SPEAKERS) {
            Exchange exchange = exchange(client.dialect(), made, new TargetModel(client.dialect(), model, null));
            ByteBuilder out = new ByteBuilder(256);
            try {
                client.encodeRequest(made.withModel(model), exchange, new JsonWriter(out));
                said.add(client.decodeRequest(Utf8.slice(out.toBytes(), 0, out.length())));
            } catch (IllegalArgumentException e) {
                // Only what has been shaped can be written: this dialect has no words for it.
                continue;
            }
        }
        return said;
    }

    private static <T> Object sees(FeatureCase<T> each, T what) {
        return ((Function<T, Object>) each.sees()).apply(what);
    }

    private static Exchange exchange(Dialect client, ChatRequest request, TargetModel target) {
        return new Exchange(client, request, target, new Ids(new Random(1), 1_700_000_000));
    }
}
