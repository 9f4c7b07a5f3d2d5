package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.json.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws on conversations made at random, for every dialect and every pair of them. */
class ConversationLawsTest {
    private static final int CASES = 500;
    private static final Pattern WORD = Pattern.compile("\\bw\\d+\\b");

    static Stream<DialectCodec> codecs() {
        return Codecs.SPOKEN.stream();
    }

    static Stream<Arguments> pairs() {
        return Codecs.ALL.stream()
                .flatMap(client -> Codecs.SPOKEN.stream()
                        .filter(provider -> provider != client)
                        .map(provider -> Arguments.of(client, provider)));
    }

    /** Whatever was asked for, what comes of it is something that the dialect can say: from then on nothing changes. */
    @ParameterizedTest
    @MethodSource("codecs")
    void decodesTheRequestThatItEncoded(DialectCodec codec) {
        forEach(seed -> {
            ChatRequest sayable = through(codec, new Conversations(seed).request(), otherThan(codec)).decoded;
            Passed again = through(codec, sayable, codec.dialect());
            new Meaning(again.exchange.losses()).same(named(sayable, codec), again.decoded);
        });
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void keepsEveryWordAndItsPlace(DialectCodec codec) {
        forEach(seed -> {
            ChatRequest asked = new Conversations(seed).request();
            Passed passed = through(codec, asked, otherThan(codec));
            boolean moved = passed.lost(Feature.TOOL_RESULT_PAIRING)
                    || passed.lost(Feature.SYSTEM_IN_PLACE)
                    || passed.lost(Feature.TOOL_RESULT_MEDIA);
            List<String> said = words(asked);
            List<String> heard = words(passed.decoded);
            if (moved) {
                assertThat(heard).containsAll(said);
            } else {
                assertThat(heard).containsExactlyElementsOf(said);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void keepsCallsInOrderEachWithAnIdAndAResultOfItsOwn(DialectCodec codec) {
        forEach(seed -> {
            ChatRequest asked = new Conversations(seed).request();
            Passed passed = through(codec, asked, otherThan(codec));
            List<Part.ToolCall> was = Seen.parts(asked, Part.ToolCall.class);
            List<Part.ToolCall> is = Seen.parts(passed.decoded, Part.ToolCall.class);
            assertThat(is.stream().map(call -> passed.exchange.toolNames().original(call.name())))
                    .containsExactlyElementsOf(
                            was.stream().map(Part.ToolCall::name).toList());
            for (int i = 0; i < is.size(); i++) {
                if (!was.get(i).name().custom()) {
                    assertThat(Expectation.arguments(is.get(i).input()))
                            .isEqualTo(Expectation.arguments(was.get(i).input()));
                }
            }
            List<String> ids = is.stream().map(Part.ToolCall::id).toList();
            assertThat(ids).doesNotHaveDuplicates();
            assertThat(Seen.parts(passed.decoded, Part.ToolResult.class).stream()
                            .map(Part.ToolResult::callId))
                    .isSubsetOf(ids)
                    .doesNotHaveDuplicates();
        });
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void foldsItsStreamToItsAnswerInOnePiece(DialectCodec codec) {
        forEach(seed -> {
            Completion said = counted(codec, new Conversations(seed).completion());
            Exchange streaming = exchange(codec.dialect(), codec);
            Completion streamed = Decoding.decode(codec, Decoding.stream(codec, streaming, events(said)), true);
            new Meaning(streaming.losses()).same(said, streamed);
            Exchange whole = exchange(codec.dialect(), codec);
            Completion unary = Decoding.decode(codec, Decoding.unary(codec, whole, said), false);
            new Meaning(whole.losses()).same(said, unary);
        });
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void saysTheSameInOnePieceAndStreamed(DialectCodec client, DialectCodec provider) {
        forEach(seed -> {
            boolean from = seed % 2 == 0;
            boolean to = seed / 2 % 2 == 0;
            byte[] given = forms(provider, seed)[from ? 1 : 0];
            Exchange exchange = exchange(client.dialect(), provider);
            TranslatedPipe pipe = pipe(exchange, from, to);
            byte[] out = run(pipe, given);
            assertThat(pipe.finished()).isTrue();
            Completion said = Decoding.decode(provider, given, from);
            new Meaning(exchange.losses()).same(said, Decoding.decode(client, out, to));
        });
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void endsWellFormedWhereverTheProviderStops(DialectCodec client, DialectCodec provider) {
        forEach(seed -> {
            byte[] stream = forms(provider, seed)[1];
            byte[] cut = Arrays.copyOf(stream, new Random(seed).nextInt(stream.length));
            TranslatedPipe pipe = pipe(exchange(client.dialect(), provider), true, true);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(run(pipe, cut));
            if (!pipe.finished()) {
                assertThat(pipe.inStreamError()).isNotNull();
                out.writeBytes(pipe.failure(ApiError.of(ApiError.Kind.UPSTREAM, "cut"), null));
            }
            // Reading it checks the grammar.
            Completion heard = Decoding.decode(client, out.toByteArray(), true);
            assertThat(heard.error() == null).isEqualTo(pipe.finished());
        });
    }

    /** Ollama tells neither caches nor thoughts apart. */
    private static Completion counted(DialectCodec codec, Completion said) {
        Usage usage = said.usage();
        if (codec.dialect() != Dialect.OLLAMA || usage == null) {
            return said;
        }
        Usage told = Usage.ofTotals(usage.prompt(), 0, 0, usage.output(), 0);
        return new Completion(said.id(), said.model(), said.created(), said.choices(), told, said.error());
    }

    private static void forEach(LongConsumer law) {
        for (long seed = 0; seed < CASES; seed++) {
            try {
                law.accept(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private record Passed(ChatRequest decoded, Exchange exchange) {
        boolean lost(Feature feature) {
            return exchange.losses().all().stream().anyMatch(loss -> loss.feature() == feature);
        }
    }

    private static Passed through(DialectCodec codec, ChatRequest request, Dialect client) {
        Exchange exchange = Decoding.exchange(codec.dialect(), request, Codecs.model(codec.dialect()));
        Exchange own = new Exchange(client, request, exchange.target(), exchange.ids());
        byte[] encoded = Codecs.TRANSLATION.encode(own, 0);
        return new Passed(codec.decodeRequest(Utf8.slice(encoded, 0, encoded.length)), own);
    }

    private static Dialect otherThan(DialectCodec codec) {
        return codec.dialect() == Dialect.OPENAI_CHAT ? Dialect.ANTHROPIC : Dialect.OPENAI_CHAT;
    }

    /** The model of a request is its target's. */
    private static ChatRequest named(ChatRequest request, DialectCodec codec) {
        return request.model().isEmpty() ? request : request.withModel(Codecs.model(codec.dialect()));
    }

    /** Words in their order; those of results in the order of the calls. */
    private static List<String> words(ChatRequest request) {
        List<String> words = new ArrayList<>();
        List<String> calls = new ArrayList<>();
        for (Message message : request.messages()) {
            if (message.role() == Role.ASSISTANT) {
                calls = Seen.parts(message.parts(), Part.ToolCall.class).stream()
                        .map(Part.ToolCall::id)
                        .toList();
            }
            List<Part> parts = new ArrayList<>(message.parts());
            if (message.role() == Role.TOOL) {
                List<String> order = calls;
                parts.sort(Comparator.comparing(part -> order.indexOf(((Part.ToolResult) part).callId())));
            }
            for (Part.Text text : Seen.parts(parts, Part.Text.class)) {
                WORD.matcher(text.text()).results().map(MatchResult::group).forEach(words::add);
            }
        }
        return words;
    }

    private static List<StreamEvent> events(Completion completion) {
        Grammar grammar = new Grammar();
        completion.emit(grammar);
        return grammar.events;
    }

    /** An answer of the provider in one piece, and streamed. */
    private static byte[][] forms(DialectCodec provider, long seed) {
        Completion said = new Conversations(seed).completion();
        return new byte[][] {
            Decoding.unary(provider, exchange(provider.dialect(), provider), said),
            Decoding.stream(provider, exchange(provider.dialect(), provider), events(said))
        };
    }

    private static Exchange exchange(Dialect client, DialectCodec provider) {
        Exchange about = Decoding.exchange(provider.dialect());
        return new Exchange(client, about.request(), about.target(), about.ids());
    }

    private static TranslatedPipe pipe(Exchange exchange, boolean from, boolean to) {
        Framing streaming = Codecs.streaming(exchange.target().dialect());
        return Codecs.TRANSLATION.pipe(exchange, from ? streaming : Framing.UNARY, to ? Framing.SSE : Framing.UNARY);
    }

    private static byte[] run(TranslatedPipe pipe, byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuffer chunk : Cuts.random(bytes, bytes.length)) {
            pipe.feed(chunk);
            out.writeBytes(pipe.drain());
        }
        pipe.end();
        out.writeBytes(pipe.drain());
        return out.toByteArray();
    }
}
