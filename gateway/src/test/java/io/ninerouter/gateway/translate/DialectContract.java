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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/**
 * What every dialect has to pass. To join: {@code class XContractTest extends DialectContract { XContractTest() { super(new
 * XCodec(), "folder", "/path"); } }}.
 */
public abstract class DialectContract extends AnswerContract {
    private static final int DAMAGES = 60;

    private final DialectCodec codec;
    private final String path;

    /**
     * A contract.
     *
     * @param folder of its fixtures
     * @param path what the path of a captured request of the dialect contains
     */
    protected DialectContract(DialectCodec codec, String folder, String path) {
        super(codec, folder, true);
        this.codec = codec;
        this.path = path;
    }

    /** What two requests have to agree in after a round trip; a dialect that joins pieces says so here. */
    protected ChatRequest comparable(ChatRequest request) {
        return request;
    }

    @Override
    void begun(int end, List<StreamEvent> events) {
        Exchange exchange = Decoding.exchange(codec.dialect());
        Completion before = Completion.fold(events);
        Completion after = Decoding.decode(codec, Decoding.stream(codec, exchange, events), true);
        assertThat(after.error() == null).as("cut at %s", end).isEqualTo(before.error() == null);
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
    Stream<DynamicTest> refusesOrUnderstandsRequestsThatAreDamaged() {
        return requests().entrySet().stream()
                .map(each -> named(each.getKey(), () -> {
                    byte[] body = each.getValue().getBytes(StandardCharsets.UTF_8);
                    for (int round = 0; round < DAMAGES; round++) {
                        byte[] damaged = new Mutation(each.getKey().hashCode() + round).of(body);
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

    private Map<String, String> requests() {
        Map<String, String> requests = new TreeMap<>();
        for (Fixture fixture : Fixture.of(folder())) {
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
        Assumptions.assumeFalse(requests.isEmpty(), "no requests of " + folder() + " beside the repository");
        return requests;
    }

    private static boolean whole(Fixture fixture) {
        return !fixture.meta().path("request_cut").asBoolean(false);
    }
}
