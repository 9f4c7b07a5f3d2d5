package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.TargetModel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a dialect, or a framing, that providers alone speak has to pass: its recorded answers mean what they should, and the
 * same to a client of each dialect. To join: {@code class XContractTest extends ProviderContract { XContractTest() {
 * super(new XCodec(), "folder", true); } }}.
 */
public abstract class ProviderContract extends AnswerContract {
    private static final int DAMAGES = 60;

    /**
     * A contract.
     *
     * @param folder of its fixtures
     * @param lastWord whether answers say that they are over
     */
    protected ProviderContract(DialectCodec codec, String folder, boolean lastWord) {
        super(codec, folder, lastWord);
    }

    /** Checksums leave no damage of a frame unseen. */
    @TestFactory
    Stream<DynamicTest> noticesWhateverHappensToAFrame() {
        return answers(fixture -> {
            Random random = new Random(fixture.name().hashCode());
            for (int round = 0; fixture.framing() == Framing.EVENT_STREAM && round < DAMAGES; round++) {
                byte[] damaged = fixture.response().clone();
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
                assertThat(events(fixture, damaged).getLast()).isInstanceOf(StreamEvent.Failed.class);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> saysTheSameToAClientOfEachDialect() {
        return answers(fixture -> {
            Completion decoded = decoded(fixture);
            for (DialectCodec client : Codecs.ALL) {
                for (Framing wanted : List.of(Framing.SSE, Framing.UNARY)) {
                    heard(fixture, decoded, client, wanted);
                }
            }
        });
    }

    private void heard(Fixture fixture, Completion decoded, DialectCodec client, Framing wanted) {
        boolean stream = wanted == Framing.SSE;
        ChatRequest request = ChatRequest.of("m", List.of()).with(Settings.NONE.with(new Delivery(stream, true)));
        TargetModel target = new TargetModel(codec().dialect(), "model-1", null);
        Exchange exchange = new Exchange(client.dialect(), request, target, new Ids(new Random(1), 1_700_000_000));
        TranslatedPipe pipe = new Translation(List.of(client, codec())).pipe(exchange, fixture.framing(), wanted);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuffer chunk : Cuts.random(fixture.response(), 7)) {
            pipe.feed(chunk);
            out.writeBytes(pipe.drain());
        }
        pipe.end();
        out.writeBytes(pipe.drain());

        assertThat(pipe.usage()).as("usage").isEqualTo(decoded.usage());
        ApiError failed = pipe.inStreamError();
        assertThat(failed).isEqualTo(decoded.error());
        if (failed != null) {
            out.writeBytes(pipe.failure(failed, null));
            assertThat(!stream
                            || Decoding.decode(client, out.toByteArray(), true).error() != null)
                    .isTrue();
            return;
        }
        Completion heard = Decoding.decode(client, out.toByteArray(), stream);
        new Meaning(exchange.losses()).same(toldTo(client.dialect(), decoded), heard);
    }

    /**
     * Anthropic alone tells how long what was written to a cache stays there; Gemini counts it with the rest of the prompt.
     */
    private static Completion toldTo(Dialect client, Completion answer) {
        Usage usage = answer.usage();
        if (usage == null || client == Dialect.ANTHROPIC) {
            return answer;
        }
        long written = client == Dialect.GEMINI ? 0 : usage.cacheWrite();
        Usage told = Usage.ofTotals(usage.prompt(), usage.cacheRead(), written, usage.output(), usage.reasoning());
        return new Completion(answer.id(), answer.model(), answer.created(), answer.choices(), told, answer.error());
    }
}
