package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.translate.LargeBodies;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 30 MiB of pictures from a caller of one dialect to a provider of another, over real connections. */
class LargeTranslatedRequestTest {
    private final RunningGateway gateway = RunningGateway.shared();

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"OPENAI_CHAT,ANTHROPIC", "ANTHROPIC,OPENAI_CHAT", "GEMINI,OPENAI_RESPONSES", "OPENAI_RESPONSES,GEMINI"})
    void arrivesWholeAndIsAnswered(Dialect client, Dialect spoken) throws Exception {
        try (FakeProvider provider = FakeProvider.start()) {
            gateway.use(Configs.empty().provider("p", provider.url(), spoken));
            provider.always(Reply.json(200, Dialogs.answer(spoken)));
            byte[] body = LargeBodies.request(client, "p/m");

            HttpResponse<byte[]> answer =
                    gateway.send(gateway.post(Dialogs.path(client, "p/m", false), BodyPublishers.ofByteArray(body)));

            assertThat(answer.statusCode())
                    .as(new String(answer.body(), StandardCharsets.UTF_8))
                    .isEqualTo(200);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"Hello\"");
            assertThat(answer.headers().firstValue("x-ninerouter-dropped")).isEmpty();
            byte[] asked = provider.only().body();
            assertThat(asked).hasSizeGreaterThan(body.length - 4_096);
            String arrived = new String(asked, StandardCharsets.US_ASCII);
            for (int i = 0; i < LargeBodies.pictures(); i++) {
                assertThat(arrived.indexOf(LargeBodies.ending(i) + "\""))
                        .as("picture %d", i)
                        .isPositive();
            }
        }
    }
}
