package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/**
 * What every dialect has to pass. To join: {@code class XContractTest extends DialectContract { XContractTest() { super(new
 * XCodec(), "folder", "/path"); } }}.
 */
public abstract class DialectContract {
    private static final int DAMAGES = 60;

    private final DialectCodec codec;
    private final String folder;
    private final String path;

    /**
     * A contract.
     *
     * @param folder of its fixtures
     * @param path what the path of a captured request of the dialect contains
     */
    protected DialectContract(DialectCodec codec, String folder, String path) {
        this.codec = codec;
        this.folder = folder;
        this.path = path;
    }

    /** What two requests have to agree in after a round trip; a dialect that joins pieces says so here. */
    protected ChatRequest comparable(ChatRequest request) {
        return request;
    }

    @TestFactory
    Stream<DynamicTest> decodesWhatProvidersAnsweredHoweverItIsCut() {
        return answers(fixture -> {
            Expectation expectation = new Expectation(fixture);
            Completion whole = Decoding.decode(codec, fixture.response(), fixture.streamed());
            expectation.check(whole);
            for (List<ByteBuffer> chunks : Cuts.all(fixture.response())) {
                assertThat(Completion.fold(Decoding.events(codec, chunks, fixture.streamed())))
                        .isEqualTo(whole);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> keepsTheGrammarWhereverTheAnswerEnds() {
        return answers(fixture -> {
            for (int end : Cuts.ends(fixture.response())) {
                byte[] start = Arrays.copyOf(fixture.response(), end);
                List<StreamEvent> events = Decoding.events(codec, List.of(ByteBuffer.wrap(start)), fixture.streamed());
                assertThat(events.getLast())
                        .as("cut at %s", end)
                        .isInstanceOfAny(StreamEvent.Ended.class, StreamEvent.Failed.class);
                Exchange exchange = Decoding.exchange(codec.dialect());
                Completion before = Completion.fold(events);
                Completion after = Decoding.decode(codec, Decoding.stream(codec, exchange, events), true);
                assertThat(after.error() == null).as("cut at %s", end).isEqualTo(before.error() == null);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> encodesWhatItDecoded() {
        return answers(fixture -> {
            List<StreamEvent> events =
                    Decoding.events(codec, List.of(ByteBuffer.wrap(fixture.response())), fixture.streamed());
            Completion decoded = Completion.fold(events);
            Exchange exchange = Decoding.exchange(codec.dialect());
            Completion streamed = Decoding.decode(codec, Decoding.stream(codec, exchange, events), true);
            if (decoded.error() != null) {
                assertThat(streamed.error()).as("an error stays one").isNotNull();
                return;
            }
            Meaning meaning = new Meaning(exchange.losses());
            meaning.same(decoded, streamed);
            Completion unary = Decoding.decode(codec, Decoding.unary(codec, exchange, decoded), false);
            meaning.same(decoded, unary);
        });
    }

    @TestFactory
    Stream<DynamicTest> tellsAsEventsWhatItFolded() {
        return answers(fixture -> {
            Completion decoded = Decoding.decode(codec, fixture.response(), fixture.streamed());
            Grammar grammar = new Grammar();
            decoded.emit(grammar);
            assertThat(grammar.over()).isTrue();
            assertThat(Completion.fold(grammar.events)).isEqualTo(decoded);
        });
    }

    @TestFactory
    Stream<DynamicTest> survivesAnswersThatAreDamaged() {
        return answers(fixture -> {
            Random random = new Random(fixture.name().hashCode());
            for (int round = 0; round < DAMAGES; round++) {
                byte[] damaged = damage(fixture.response(), random);
                List<StreamEvent> events =
                        Decoding.events(codec, List.of(ByteBuffer.wrap(damaged)), fixture.streamed());
                assertThat(events.getLast()).isInstanceOfAny(StreamEvent.Ended.class, StreamEvent.Failed.class);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesOrUnderstandsRequestsThatAreDamaged() {
        return requests().entrySet().stream()
                .map(each -> named(each.getKey(), () -> {
                    Random random = new Random(each.getKey().hashCode());
                    byte[] body = each.getValue().getBytes(StandardCharsets.UTF_8);
                    for (int round = 0; round < DAMAGES; round++) {
                        byte[] damaged = damage(body, random);
                        try {
                            ChatRequest request = codec.decodeRequest(Utf8.slice(damaged, 0, damaged.length));
                            Exchange exchange = Decoding.exchange(codec.dialect(), request, "model-1");
                            byte[] encoded = new Translation(List.of(codec)).encode(exchange, 0);
                            codec.decodeRequest(Utf8.slice(encoded, 0, encoded.length));
                        } catch (BadJsonException e) {
                            assertThat(e.getMessage()).contains("expected");
                        }
                    }
                }));
    }

    /** Structure is what damages most: brackets, quotes, colons and digits trade places; values lose their type. */
    private static byte[] damage(byte[] bytes, Random random) {
        byte[] damaged = bytes.clone();
        String marks = "{}[]\",:0n1t \\";
        int hits = 1 + random.nextInt(3);
        for (int i = 0; i < hits && damaged.length > 0; i++) {
            damaged[random.nextInt(damaged.length)] = (byte) marks.charAt(random.nextInt(marks.length()));
        }
        String text = new String(damaged, StandardCharsets.UTF_8);
        String[] swaps = {
            "\"type\":\"", "\"type\":7,\"x\":\"", "\":{", "\":[{", "\":[", "\":{\"y\":[", "\":\"", "\":null,\"z\":\""
        };
        int pair = 2 * random.nextInt(swaps.length / 2);
        int at = text.indexOf(swaps[pair], random.nextInt(text.length() + 1));
        if (at < 0 || random.nextBoolean()) {
            return damaged;
        }
        return (text.substring(0, at) + swaps[pair + 1] + text.substring(at + swaps[pair].length()))
                .getBytes(StandardCharsets.UTF_8);
    }

    @TestFactory
    Stream<DynamicTest> encodesTheRequestsItDecoded() {
        return requests().entrySet().stream()
                .map(each -> named(each.getKey(), () -> {
                    ChatRequest request = codec.decodeRequest(Utf8.of(each.getValue()));
                    Exchange exchange = Decoding.exchange(codec.dialect(), request, request.model());
                    byte[] encoded = new Translation(List.of(codec)).encode(exchange, 0);
                    ChatRequest again = codec.decodeRequest(Utf8.slice(encoded, 0, encoded.length));
                    new Meaning(exchange.losses()).same(comparable(request), comparable(again));
                }));
    }

    private Stream<DynamicTest> answers(Consumer<Fixture> test) {
        List<Fixture> fixtures = Fixture.of(folder);
        Assumptions.assumeFalse(fixtures.isEmpty(), "no fixtures of " + folder + " beside the repository");
        return fixtures.stream()
                .filter(fixture -> !fixture.refused())
                .map(fixture -> named(fixture.name(), () -> test.accept(fixture)));
    }

    /** A test whose failure says which case it is about: reports leave out the names of dynamic tests. */
    private static DynamicTest named(String name, Runnable test) {
        return DynamicTest.dynamicTest(name, () -> {
            try {
                test.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(name + ": " + e.getMessage(), e);
            }
        });
    }

    private Map<String, String> requests() {
        Map<String, String> requests = new TreeMap<>();
        for (Fixture fixture : Fixture.of(folder)) {
            Path request = fixture.folder().resolve("request.json");
            if (Files.exists(request) && !fixture.refused() && whole(fixture)) {
                requests.put(fixture.name(), Fixture.read(request).toString());
            }
        }
        for (Path capture : Fixture.captures()) {
            JsonNode recorded = Fixture.read(capture);
            if (recorded.path("path").asString("").contains(path)) {
                requests.put(
                        capture.getFileName().toString(), recorded.path("body").toString());
            }
        }
        Assumptions.assumeFalse(requests.isEmpty(), "no requests of " + folder + " beside the repository");
        return requests;
    }

    private static boolean whole(Fixture fixture) {
        return !fixture.meta().path("request_cut").asBoolean(false);
    }
}
