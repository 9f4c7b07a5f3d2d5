package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.GatewayConfig.Timeouts;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.Reply.Trigger;
import io.ninerouter.gateway.fake.RunningGateway;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real nginx with its default settings between caller and gateway, but for its {@code proxy_read_timeout}, which is 3 s instead
 * of 60 s; signs of life come as much more often. A provider is silent for longer than nginx is patient.
 */
@Timeout(90)
class NginxInFrontTest {
    private static final long SIGN_MILLIS = 500;

    /** As many signs of life as do not fit into nginx's patience. */
    private static final int SIGNS = 8;

    private static final String CONFIG = """
            worker_processes 1;
            daemon off;
            pid %1$s/pid;
            error_log stderr crit;
            events {}
            http {
              access_log off;
              client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
              server {
                listen 127.0.0.1:%2$d;
                location / { proxy_pass %3$s; proxy_http_version 1.1; proxy_read_timeout 3s; }
              }
            }
            """;

    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider provider = FakeProvider.start();

    @TempDir
    Path folder;

    private Process nginx;
    private int port;

    @BeforeEach
    void start() throws Exception {
        Path program = Stream.of("/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(program != null, "nginx is not there");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path config = folder.resolve("nginx.conf");
        Files.writeString(config, CONFIG.formatted(folder, port, gateway.url()));
        nginx = new ProcessBuilder(program.toString(), "-p", folder.toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        Awaitility.await().until(this::listens);
    }

    private boolean listens() {
        assertThat(nginx.isAlive()).as("nginx runs").isTrue();
        try (Socket line = new Socket()) {
            line.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (nginx != null) {
            nginx.descendants().forEach(ProcessHandle::destroy);
            nginx.destroy();
            nginx.waitFor();
        }
    }

    private void use(Dialect dialect, long signMillis) {
        gateway.use(Configs.empty()
                .settings(new Settings(
                        true,
                        GatewayConfig.Accounts.DEFAULT,
                        new Timeouts(5_000, 60_000, 60_000),
                        signMillis,
                        GatewayConfig.Limits.DEFAULT,
                        GatewayConfig.RequestLog.METADATA))
                .provider("p", provider.url(), dialect));
    }

    private HttpResponse<InputStream> ask(Dialect dialect) throws Exception {
        HttpRequest inner = gateway.post(Dialogs.path(dialect, "p/m", true), Dialogs.request(dialect, "p/m", true))
                .build();
        URI through = URI.create("http://127.0.0.1:" + port + inner.uri().getRawPath());
        return gateway.client()
                .send(
                        HttpRequest.newBuilder(inner, (_, _) -> true)
                                .uri(through)
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
    }

    private static String sign(Dialect dialect) {
        return dialect == Dialect.ANTHROPIC ? "event: ping" : ": keep-alive";
    }

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"OPENAI_CHAT", "OPENAI_RESPONSES", "ANTHROPIC"})
    void aStreamThatFallsSilentInTheMiddleOutlivesNginxsPatience(Dialect dialect) throws Exception {
        use(dialect, SIGN_MILLIS);
        List<String> events = Dialogs.events(dialect);
        int half = Math.max(2, events.size() / 2);
        Trigger on = new Trigger();
        provider.always(Reply.stream()
                .send(String.join("", events.subList(0, half)))
                .await(on)
                .send(String.join("", events.subList(half, events.size()))));

        HttpResponse<InputStream> answer = ask(dialect);
        String before = readUntil(answer.body(), sign(dialect), SIGNS);
        on.fire();
        String all = before + new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(all).contains(events.getLast().strip());
    }

    @Test
    void aProviderThatIsSilentFromTheBeginningIsWaitedForBehindNginx() throws Exception {
        use(Dialect.OPENAI_CHAT, SIGN_MILLIS);
        Trigger on = new Trigger();
        provider.always(Reply.stream().await(on).send(String.join("", Dialogs.events(Dialect.OPENAI_CHAT))));

        HttpResponse<InputStream> answer = ask(Dialect.OPENAI_CHAT);
        readUntil(answer.body(), sign(Dialect.OPENAI_CHAT), SIGNS);
        on.fire();

        assertThat(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
                .contains("[DONE]");
    }

    /** That nginx cuts what is silent: without this the others would prove nothing. */
    @Test
    void withoutSignsOfLifeNginxCutsTheStream() throws Exception {
        use(Dialect.OPENAI_CHAT, 0);
        provider.always(Reply.stream()
                .send(String.join("", Dialogs.events(Dialect.OPENAI_CHAT).subList(0, 3)))
                .await(new Trigger()));

        HttpResponse<InputStream> answer = ask(Dialect.OPENAI_CHAT);

        assertThat(catchThrowable(() -> answer.body().readAllBytes())).isInstanceOf(IOException.class);
    }

    @Test
    void byDefaultSignsOfLifeComeTwiceBeforeAProxyOf60SecondsLosesPatience() {
        assertThat(Settings.DEFAULT.keepAliveMillis()).isBetween(1L, 30_000L);
    }

    private static String readUntil(InputStream body, String word, int times) throws IOException {
        StringBuilder read = new StringBuilder();
        int found = 0;
        while (found < times) {
            int next = body.read();
            assertThat(next).as("went on: " + read).isNotNegative();
            read.append((char) next);
            if (read.length() >= word.length() && read.indexOf(word, read.length() - word.length()) >= 0) {
                found++;
            }
        }
        return read.toString();
    }
}
