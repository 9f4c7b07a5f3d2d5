package io.ninerouter.gateway.translate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Delta;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.json.ByteBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An answer of 30,000 events in every pair of dialects: what is not sent yet, and what is kept, stay small. */
class LongAnswerTest {
    /** Their text, 240 kB, is four times what a pipe may keep. */
    private static final int WORDS = 30_000;

    private static final int HALF = WORDS / 2;
    private static final Usage USAGE = Usage.ofParts(7, 0, 0, WORDS, 0);

    /** Nothing of one event makes more than this. */
    private static final int MOST_AT_ONCE = 2 << 10;

    /** Of all that a pipe keeps besides the text. */
    private static final int MOST_KEPT = 64 << 10;

    /** For one event, decoded and encoded, by code that only the first compiler has seen. */
    private static final int MOST_ALLOCATED = 3_500;

    private static final Map<Dialect, List<byte[]>> EVENTS = new EnumMap<>(Dialect.class);

    @AfterAll
    static void forget() {
        EVENTS.clear();
    }

    static Stream<Dialect> providers() {
        return Codecs.SPOKEN.stream().map(DialectCodec::dialect);
    }

    static Stream<Arguments> pairs() {
        return Codecs.SPOKEN.stream()
                .flatMap(provider -> Codecs.ALL.stream()
                        .filter(client -> client != provider)
                        .map(client -> Arguments.of(client.dialect(), provider.dialect())));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("pairs")
    void neitherPilesUpNorSlowsDown(Dialect client, Dialect provider) {
        List<byte[]> events = events(provider);
        Exchange exchange = new Exchange(
                client,
                Decoding.exchange(client).request(),
                Decoding.exchange(provider).target(),
                Decoding.exchange(client).ids());
        TranslatedPipe pipe = Codecs.TRANSLATION.pipe(exchange, Codecs.streaming(provider), Framing.SSE);
        Watched watched = new Watched(pipe);

        int at = 0;
        for (int word = 0; word < WORDS; at++) {
            byte[] piece = watched.send(events.get(at));
            // Some tell of their beginning first.
            if (contains(events.get(at), word(word))) {
                if (!contains(piece, word(word))) {
                    Assertions.fail("word %d is not in what its event made: %s", word, new String(piece, US_ASCII));
                }
                word++;
            }
            if (word == HALF) {
                watched.half();
            }
        }
        assertThat(watched.most).as("bytes made of one event").isLessThan(MOST_AT_ONCE);
        assertThat(Retained.bytes(pipe) - watched.retainedAtHalf)
                .as("bytes kept for the second half")
                .isLessThan(client == Dialect.OPENAI_RESPONSES ? textBytes() : 1 << 10);
        assertThat(watched.retainedAtHalf)
                .as("bytes kept after half of it")
                .isLessThan(MOST_KEPT + (client == Dialect.OPENAI_RESPONSES ? textBytes() : 0));
        assertThat(watched.secondHalf() / HALF).as("bytes allocated an event").isLessThan(MOST_ALLOCATED);
        assertThat(watched.secondHalf())
                .as("allocated for the second half")
                .isLessThan(watched.firstHalf + (watched.firstHalf >> 2));

        StringBuilder end = new StringBuilder();
        for (byte[] event : events.subList(at, events.size())) {
            end.append(new String(watched.send(event), StandardCharsets.UTF_8));
        }
        pipe.end();
        end.append(new String(pipe.drain(), StandardCharsets.UTF_8));
        assertThat(pipe.finished()).isTrue();
        assertThat(pipe.usage()).isEqualTo(USAGE);
        assertThat(end.toString()).contains(terminal(client));
    }

    /** What a client wants in one piece is kept whole, and no more than that, by what is the same for all of them. */
    @ParameterizedTest
    @MethodSource("providers")
    void onePieceIsKeptOnce(Dialect provider) {
        Dialect client = provider == Dialect.GEMINI ? Dialect.OPENAI_CHAT : Dialect.GEMINI;
        Exchange exchange = new Exchange(
                client,
                Decoding.exchange(client).request(),
                Decoding.exchange(provider).target(),
                Decoding.exchange(client).ids());
        TranslatedPipe pipe = Codecs.TRANSLATION.pipe(exchange, Codecs.streaming(provider), Framing.UNARY);
        List<byte[]> events = events(provider);
        long drained = 0;
        for (byte[] event : events.subList(0, WORDS)) {
            pipe.feed(ByteBuffer.wrap(event));
            drained += pipe.drain().length;
        }
        assertThat(drained).isZero();
        assertThat(Retained.bytes(pipe)).isLessThan(MOST_KEPT + 2 * textBytes());
        events.subList(WORDS, events.size()).forEach(event -> pipe.feed(ByteBuffer.wrap(event)));
        pipe.end();
        assertThat(pipe.drain()).hasSizeGreaterThan(WORDS * 7);
    }

    /** Sums up what sending does. */
    private static final class Watched {
        private final TranslatedPipe pipe;
        private long allocated;
        private long firstHalf;
        private long retainedAtHalf;
        private int most;

        Watched(TranslatedPipe pipe) {
            this.pipe = pipe;
        }

        byte[] send(byte[] event) {
            ByteBuffer chunk = ByteBuffer.wrap(event);
            long before = Allocated.bytes();
            pipe.feed(chunk);
            byte[] made = pipe.drain();
            allocated += Allocated.bytes() - before;
            most = Math.max(most, made.length);
            return made;
        }

        void half() {
            firstHalf = allocated;
            retainedAtHalf = Retained.bytes(pipe);
        }

        long secondHalf() {
            return allocated - firstHalf;
        }
    }

    /** The events of a provider's stream, each by itself. */
    private static List<byte[]> events(Dialect provider) {
        return EVENTS.computeIfAbsent(provider, LongAnswerTest::written);
    }

    private static List<byte[]> written(Dialect provider) {
        DialectCodec codec = Codecs.of(provider);
        ByteBuilder out = new ByteBuilder(1 << 10);
        Consumer<StreamEvent> encoder = codec.newStreamEncoder(Decoding.exchange(provider), EventWriter.sse(out));
        List<byte[]> events = new ArrayList<>(WORDS + 8);
        tell(event -> {
            encoder.accept(event);
            if (out.length() > 0) {
                byte[] made = out.take();
                events.add(Codecs.streaming(provider) == Framing.LINES ? OllamaMirror.lines(made) : made);
            }
        });
        return events;
    }

    private static void tell(Consumer<StreamEvent> out) {
        out.accept(new StreamEvent.Started("a1", "m", 1_700_000_000));
        out.accept(new StreamEvent.PartStarted(0, 0, new PartHead.Text()));
        for (int i = 0; i < WORDS; i++) {
            out.accept(new StreamEvent.PartDelta(0, 0, new Delta.Fragment(new String(word(i), US_ASCII))));
        }
        out.accept(new StreamEvent.PartEnded(0, 0));
        out.accept(new StreamEvent.Finished(0, StopReason.of(StopReason.Kind.STOP, "")));
        out.accept(new StreamEvent.UsageReported(USAGE));
        out.accept(new StreamEvent.Ended());
    }

    private static byte[] word(int index) {
        return (" w" + index + ".").getBytes(US_ASCII);
    }

    private static long textBytes() {
        return 8L * WORDS;
    }

    private static boolean contains(byte[] all, byte[] some) {
        for (int from = 0; from + some.length <= all.length; from++) {
            int same = 0;
            while (same < some.length && all[from + same] == some[same]) {
                same++;
            }
            if (same == some.length) {
                return true;
            }
        }
        return false;
    }

    private static String terminal(Dialect client) {
        return switch (client) {
            case OPENAI_CHAT -> "data: [DONE]\n\n";
            case OPENAI_RESPONSES -> "event: response.completed\n";
            case ANTHROPIC -> "event: message_stop\n";
            case GEMINI -> "\"finishReason\":\"STOP\"";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw client.notClients();
        };
    }
}
