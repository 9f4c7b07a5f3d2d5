package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.fake.ConverseRules;
import io.ninerouter.gateway.fake.KiroRules;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Recorded answers and requests, damaged within their frames: whatever comes, nobody throws, what is told keeps the grammar
 * of its dialect, and little bytes do not become many. {@code -Dmutations=20000} runs so many of each dialect, {@code -Dmutations.from=400}
 * others than are always run.
 */
class MutatedTrafficTest {
    private static final int ROUNDS = Integer.getInteger("mutations", 400);
    private static final long FROM = Long.getLong("mutations.from", 0);
    private static final int MOST_BYTES = 256 << 10;

    /** How answers of a provider come, and some of them. */
    record Spoken(String name, DialectCodec codec, List<Recorded> answers) {
        @Override
        public String toString() {
            return name;
        }
    }

    record Recorded(byte[] bytes, Framing framing) {}

    static Stream<Spoken> spoken() {
        Map<String, DialectCodec> folders = new LinkedHashMap<>();
        folders.put("openai-chat", Codecs.of(Dialect.OPENAI_CHAT));
        folders.put("openai-responses", Codecs.of(Dialect.OPENAI_RESPONSES));
        folders.put("anthropic", Codecs.of(Dialect.ANTHROPIC));
        folders.put("gemini", Codecs.of(Dialect.GEMINI));
        folders.put("gemini-codeassist", Codecs.of(Dialect.CODE_ASSIST));
        folders.put("kiro", Codecs.of(Dialect.KIRO));
        folders.put("bedrock-converse", Codecs.of(Dialect.BEDROCK_CONVERSE));
        folders.put("bedrock-invoke", Codecs.of(Dialect.ANTHROPIC));
        folders.put("cursor", Codecs.of(Dialect.CURSOR));
        return Stream.concat(
                folders.entrySet().stream()
                        .map(each -> new Spoken(each.getKey(), each.getValue(), recorded(each.getKey()))),
                Stream.of(new Spoken("ollama", Codecs.of(Dialect.OLLAMA), ofOllama())));
    }

    private static List<Recorded> recorded(String folder) {
        return Fixture.of(folder).stream()
                .filter(fixture -> fixture.response().length < MOST_BYTES)
                .map(fixture -> new Recorded(fixture.response(), fixture.framing()))
                .toList();
    }

    /** None are on record: what others said, as Ollama would. */
    private static List<Recorded> ofOllama() {
        DialectCodec ollama = Codecs.of(Dialect.OLLAMA);
        List<Recorded> made = new ArrayList<>();
        for (Fixture fixture : Fixture.of("openai-chat")) {
            if (!fixture.refused()) {
                List<StreamEvent> events = Decoding.events(
                        Codecs.of(Dialect.OPENAI_CHAT),
                        List.of(ByteBuffer.wrap(fixture.response())),
                        fixture.streamed());
                Exchange exchange = Decoding.exchange(Dialect.OLLAMA);
                made.add(new Recorded(Decoding.stream(ollama, exchange, events), Framing.LINES));
                made.add(new Recorded(Decoding.unary(ollama, exchange, Completion.fold(events)), Framing.UNARY));
            }
        }
        return made;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoken")
    void anAnswerThatIsDamagedIsToldOrFailsAndNothingElse(Spoken spoken) {
        Assumptions.assumeFalse(spoken.answers().isEmpty(), "no fixtures beside the repository");
        rounds(seed -> {
            Random random = new Random(seed);
            Recorded recorded =
                    spoken.answers().get(random.nextInt(spoken.answers().size()));
            byte[] damaged = new Mutation(seed).of(recorded.bytes(), recorded.framing());
            DialectCodec client = Codecs.ALL.get(random.nextInt(Codecs.ALL.size()));
            Framing wanted = random.nextBoolean() ? Framing.SSE : Framing.UNARY;
            heard(spoken.codec(), recorded.framing(), damaged, client, wanted, seed);
        });
    }

    private static void heard(
            DialectCodec provider, Framing framing, byte[] bytes, DialectCodec client, Framing wanted, long seed) {
        boolean stream = wanted == Framing.SSE;
        ChatRequest request = ChatRequest.of("m", List.of()).with(Settings.NONE.with(new Delivery(stream, true)));
        Exchange exchange = new Exchange(
                client.dialect(),
                request,
                Codecs.target(provider.dialect(), "model-1"),
                new Ids(new Random(1), 1_700_000_000));
        TranslatedPipe pipe = Codecs.TRANSLATION.pipe(exchange, framing, wanted);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuffer chunk : Cuts.random(bytes, seed)) {
            pipe.feed(chunk);
            out.writeBytes(pipe.drain());
        }
        pipe.end();
        out.writeBytes(pipe.drain());
        ApiError error = pipe.inStreamError();
        if (error != null) {
            assertThat(error.message()).isNotBlank();
            out.writeBytes(pipe.failure(error, "req-1"));
        }
        assertThat(out.size()).as("bytes for %s", bytes.length).isLessThan(64 * bytes.length + (64 << 10));
        if (stream || error == null) {
            Completion told = Decoding.decode(client, out.toByteArray(), stream);
            assertThat(told.error() == null).as("told as failed as it is").isEqualTo(error == null);
        }
    }

    static Stream<DialectCodec> clients() {
        return Codecs.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aRequestThatIsDamagedIsRefusedOrFitForEveryProvider(DialectCodec client) {
        List<byte[]> bodies = bodies(client.dialect());
        Assumptions.assumeFalse(bodies.isEmpty(), "no captures beside the repository");
        List<Dialect> providers = Stream.of(Dialect.values()).toList();
        rounds(seed -> {
            Random random = new Random(seed);
            byte[] damaged = new Mutation(seed).of(bodies.get(random.nextInt(bodies.size())));
            Dialect provider = providers.get(random.nextInt(providers.size()));
            byte[] encoded;
            try {
                ChatRequest request = client.decodeRequest(Utf8.slice(damaged, 0, damaged.length));
                Exchange exchange = new Exchange(
                        client.dialect(),
                        request,
                        Codecs.target(provider, Codecs.model(provider)),
                        new Ids(new Random(1), 1_700_000_000));
                encoded = Codecs.TRANSLATION.encode(exchange, damaged.length);
            } catch (BadJsonException e) {
                assertThat(e.getMessage()).contains("expected");
                return;
            }
            assertThat(encoded.length).isLessThan(16 * damaged.length + (64 << 10));
            assertThat(
                            switch (provider) {
                                case KIRO -> KiroRules.broken(encoded);
                                case BEDROCK_CONVERSE -> ConverseRules.broken(encoded);
                                default -> List.of();
                            })
                    .as("to %s", provider)
                    .isEmpty();
        });
    }

    /** Real requests of clients of a dialect. */
    private static List<byte[]> bodies(Dialect dialect) {
        String path = switch (dialect) {
            case OPENAI_CHAT -> "/chat/completions";
            case OPENAI_RESPONSES -> "/responses";
            case ANTHROPIC -> "/v1/messages";
            default -> ":";
        };
        return Fixture.captures().stream()
                .map(Fixture::read)
                .filter(capture -> capture.path("path").asString("").contains(path))
                .map(capture -> body(capture.path("body")))
                .filter(body -> body.length < MOST_BYTES)
                .toList();
    }

    private static byte[] body(JsonNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void rounds(LongConsumer law) {
        for (long seed = FROM; seed < FROM + ROUNDS; seed++) {
            try {
                law.accept(seed);
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                throw new AssertionError("mutation " + seed + ": " + e, e);
            }
        }
    }
}
