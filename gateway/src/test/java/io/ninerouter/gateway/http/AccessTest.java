package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.gateway.fake.ClientDialects;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.RunningGateway;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is served: where a key may stand, and what becomes of those without a good one, told in each dialect. */
class AccessTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PAUSED = "sk-paused";
    private static final String EXPIRED = "sk-expired";
    private static final String LIMITED = "sk-limited";

    private static FakeProvider provider;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        provider = FakeProvider.start();
        gateway = RunningGateway.shared();
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    private static Configs configs(Dialect dialect) {
        return Configs.empty()
                .provider("p", provider.url(), dialect)
                .key("test/paused", PAUSED, false, null)
                .key("test/expired", EXPIRED, true, 1L)
                .key("test/limited", LIMITED, true, null, "other/*");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "authorization, Bearer KEY",
        "authorization, bearer KEY",
        "x-api-key, KEY",
        "x-goog-api-key, KEY",
        "?key=, KEY",
    })
    void acceptsTheKeyInEachPlaceOnEachPath(String place, String value) throws Exception {
        for (Dialect dialect : Dialect.CLIENTS) {
            gateway.use(configs(dialect));
            provider.always(Dialogs.reply(dialect, false));
            String path = Dialogs.path(dialect, "p/m", false);
            String key = value.replace("KEY", Configs.KEY);
            HttpRequest.Builder request = place.startsWith("?")
                    ? gateway.request(path + place + key)
                    : gateway.request(path).header(place, key);
            assertThat(gateway.send(request.POST(BodyPublishers.ofString(Dialogs.request(dialect, "p/m", false))))
                            .statusCode())
                    .as("%s", dialect)
                    .isEqualTo(200);
        }
    }

    static Stream<Arguments> refusals() {
        return Dialect.CLIENTS.stream()
                .flatMap(dialect -> Stream.of(
                        Arguments.of(dialect, "", 401, "API key: none"),
                        Arguments.of(dialect, "sk-nobody", 401, "API key: not known"),
                        Arguments.of(dialect, PAUSED, 403, "paused"),
                        Arguments.of(dialect, EXPIRED, 403, "expired"),
                        Arguments.of(dialect, LIMITED, 403, "p/m")));
    }

    @ParameterizedTest(name = "{0} with \"{1}\" gets {2}")
    @MethodSource("refusals")
    void refusesInTheDialectOfThePath(Dialect dialect, String key, int status, String said) throws Exception {
        gateway.use(configs(dialect));
        provider.reset();
        HttpRequest.Builder request = gateway.request(Dialogs.path(dialect, "p/m", false));
        if (!key.isEmpty()) {
            request.header("authorization", "Bearer " + key);
        }

        HttpResponse<byte[]> answer =
                gateway.send(request.POST(BodyPublishers.ofString(Dialogs.request(dialect, "p/m", false))));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("x-request-id")).isPresent();
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.path("error").path("message").asText()).contains(said);
        switch (dialect) {
            case OPENAI_CHAT, OPENAI_RESPONSES ->
                assertThat(body.path("error").path("type").asText()).isNotEmpty();
            case ANTHROPIC -> {
                assertThat(body.path("type").asText()).isEqualTo("error");
                assertThat(body.path("error").path("type").asText())
                        .isEqualTo(status == 401 ? "authentication_error" : "permission_error");
            }
            case GEMINI -> {
                assertThat(body.path("error").path("code").asInt()).isEqualTo(status);
                assertThat(body.path("error").path("status").asText())
                        .isEqualTo(status == 401 ? "UNAUTHENTICATED" : "PERMISSION_DENIED");
            }
        }
        assertThat(provider.asked()).isEmpty();
    }

    @ParameterizedTest
    @ClientDialects
    void namesNearMatchesOfAnUnknownModel(Dialect dialect) throws Exception {
        gateway.use(configs(dialect).combo("my-coding-stack", "p/m"));

        HttpResponse<byte[]> answer = gateway.send(gateway.post(
                Dialogs.path(dialect, "my-codin-stack", false), Dialogs.request(dialect, "my-codin-stack", false)));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(answer.body()).path("error").path("message").asText())
                .contains("model: my-codin-stack (expected:", "my-coding-stack");
    }

    @Test
    void servesAnybodyWhereNoKeyIsAskedFor() throws Exception {
        Settings defaults = Settings.DEFAULT;
        gateway.use(configs(Dialect.ANTHROPIC)
                .settings(new Settings(
                        false,
                        defaults.accounts(),
                        defaults.timeouts(),
                        defaults.keepAliveMillis(),
                        defaults.limits(),
                        defaults.requestLog())));
        provider.always(Dialogs.reply(Dialect.ANTHROPIC, false));

        HttpResponse<byte[]> answer = gateway.send(gateway.request("/v1/messages")
                .POST(BodyPublishers.ofString(Dialogs.request(Dialect.ANTHROPIC, "p/m", false))));

        assertThat(answer.statusCode()).isEqualTo(200);
    }
}
