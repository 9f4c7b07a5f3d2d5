package io.ninerouter.gateway.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.translate.Codecs;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiReasonersTest {
    @ParameterizedTest(name = "{0}, effort {1}")
    @CsvSource({
        // model, effort asked for, effort told, whether it can be told how to sample
        "gpt-4.1, , , true",
        "gpt-5-chat-latest, , , true",
        "gpt-5, , , false",
        "gpt-5, none, minimal, false",
        "gpt-5, minimal, minimal, false",
        "gpt-5-mini, xhigh, high, false",
        "gpt-5.1, , , true",
        "gpt-5.1, xhigh, high, false",
        "gpt-5.4, none, none, true",
        "gpt-5.4, minimal, low, false",
        "gpt-5.4, xhigh, xhigh, false",
        "gpt-5.5, , , false",
        "gpt-5.5, none, none, true",
        "gpt-6.2-sol, high, high, false",
        "openai.gpt-5.5, , , false",
        "o4-mini, none, low, false",
        "gpt-oss-120b, high, high, true",
        "my-deployment, high, high, true"
    })
    void areToldWhatTheyTakeWhileTheyReason(String model, String asked, String told, boolean sampled) {
        Exchange exchange = exchange(Dialect.ANTHROPIC, model, asked);
        Settings settings = OpenAiReasoners.fit(exchange.request(), exchange).settings();
        assertThat(settings.reasoning().effortWord()).isEqualTo(told);
        assertThat(settings.sampling().temperature()).isEqualTo(sampled ? 0.5 : null);
        assertThat(settings.output().stop()).hasSize(sampled ? 1 : 0);
        assertThat(exchange.losses().header()).isEqualTo(sampled ? "" : "temperature, stop-sequences");
    }

    @ParameterizedTest
    @CsvSource({"gpt-5.5", "o3"})
    void areToldByTheirOwnDialectsCallersWhatThoseSay(String model) {
        Exchange exchange = exchange(Dialect.OPENAI_CHAT, model, "minimal");
        assertThat(OpenAiReasoners.fit(exchange.request(), exchange)).isSameAs(exchange.request());
        assertThat(exchange.losses().all()).isEmpty();
    }

    private static Exchange exchange(Dialect client, String model, String effort) {
        String more = effort == null ? "" : ",\"reasoning_effort\":\"" + effort + '"';
        ChatRequest request = Codecs.of(Dialect.OPENAI_CHAT)
                .decodeRequest(Utf8.of("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"temperature\":0.5,"
                        + "\"stop\":[\"END\"]" + more + "}"));
        return new Exchange(
                client, request, Codecs.target(Dialect.OPENAI_CHAT, model, null), new Ids(new Random(1), 0));
    }
}
