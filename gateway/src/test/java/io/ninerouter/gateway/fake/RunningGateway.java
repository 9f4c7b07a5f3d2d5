package io.ninerouter.gateway.fake;

import io.ninerouter.gateway.GatewayApplication;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.snapshot.SnapshotHolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole gateway on free ports, without Kubernetes: a test puts snapshots in use itself. */
public final class RunningGateway implements AutoCloseable {
    private static final String LINGER = "--ninerouter.linger=";

    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private RunningGateway(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** One for all tests of a run: starting takes seconds, and a snapshot is all that tests differ in. */
    public static RunningGateway shared() {
        return Shared.GATEWAY;
    }

    private static final class Shared {
        static final RunningGateway GATEWAY = start();
    }

    /** Starts one. */
    public static RunningGateway start(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(
                List.of("--server.port=0", "--management.server.port=0", "--ninerouter.allow-loopback-providers=true"));
        if (all.stream().noneMatch(argument -> argument.startsWith(LINGER))) {
            all.add(LINGER + "0s");
        }
        return new RunningGateway(SpringApplication.run(GatewayApplication.class, all.toArray(String[]::new)));
    }

    /** Puts a configuration in use and forgets what was learnt with the one before. */
    public RunningGateway use(Configs configs) {
        bean(HealthBoard.class).retain(List.of(), List.of());
        Snapshot snapshot = configs.snapshot();
        bean(SnapshotHolder.class).swap(snapshot);
        return this;
    }

    /** A part of it. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Its address without a trailing slash. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Its public port. */
    public int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** Address of the management port. */
    public String managementUrl() {
        return "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.management.port");
    }

    /** A POST with the usual key. */
    public HttpRequest.Builder post(String path, String body) {
        return post(path, BodyPublishers.ofString(body));
    }

    /** A POST with the usual key. */
    public HttpRequest.Builder post(String path, HttpRequest.BodyPublisher body) {
        return request(path)
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + Configs.KEY)
                .POST(body);
    }

    /** A request without anything. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(20));
    }

    /** Sends and waits for all of the answer. */
    public HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** The client, for what needs more. */
    public HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
