package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.RunningGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers, probes and providers of either family, in every pair. */
class BothFamiliesTest {
    private final RunningGateway gateway = RunningGateway.shared();

    @BeforeAll
    static void needsBoth() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            assertThat(socket.isBound()).isTrue();
        } catch (IOException e) {
            abort("this machine has no ::1: " + e.getMessage());
        }
    }

    @ParameterizedTest(name = "caller at {0}, provider at {1}")
    @CsvSource({"127.0.0.1, ::1", "[::1], ::1", "[::1], 127.0.0.1"})
    void answersWithWhatTheProviderSays(String caller, String provider) throws Exception {
        try (FakeProvider upstream = FakeProvider.on(provider)) {
            upstream.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));
            gateway.use(Configs.empty()
                    .provider("p", Dialogs.base(Dialect.OPENAI_CHAT, upstream.url()), Dialect.OPENAI_CHAT)
                    .alias("m", "p/gpt-5"));

            HttpResponse<byte[]> answer = gateway.send(HttpRequest.newBuilder(URI.create(
                            "http://" + caller + ":" + gateway.port() + Dialogs.path(Dialect.OPENAI_CHAT, "m", false)))
                    .header("content-type", "application/json")
                    .header("authorization", "Bearer " + Configs.KEY)
                    .POST(BodyPublishers.ofString(Dialogs.request(Dialect.OPENAI_CHAT, "m", false))));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(upstream.only().header("host"))
                    .isEqualTo(URI.create(upstream.url()).getRawAuthority());
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "[::1]"})
    void probesAreAnswered(String host) throws Exception {
        URI management = URI.create(gateway.managementUrl());

        HttpResponse<byte[]> answer = gateway.send(
                HttpRequest.newBuilder(URI.create("http://" + host + ":" + management.getPort() + "/livez")));

        assertThat(answer.statusCode()).isEqualTo(200);
    }
}
