package io.ninerouter.gateway.http;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.RunningGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** A stream that a caller reads bit by bit, so that a test can let the provider go on in between. */
final class LiveStream implements AutoCloseable {
    private final Dialect client;
    private final HttpResponse<InputStream> answer;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    private LiveStream(Dialect client, HttpResponse<InputStream> answer) {
        this.client = client;
        this.answer = answer;
    }

    /** Asks a model for a stream; returns when the head is there. */
    static LiveStream ask(RunningGateway gateway, Dialect client, String model)
            throws IOException, InterruptedException {
        return ask(
                gateway, client, gateway.post(Dialogs.path(client, model, true), Dialogs.request(client, model, true)));
    }

    /** The same with a request of one's own. */
    static LiveStream ask(RunningGateway gateway, Dialect client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return new LiveStream(
                client, gateway.client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    }

    /** Reads until a text has come. */
    LiveStream until(String text) throws IOException {
        while (!read.toString(StandardCharsets.UTF_8).contains(text)) {
            int next = answer.body().read();
            if (next < 0) {
                throw new AssertionError("ended without " + text + ": " + read.toString(StandardCharsets.UTF_8));
            }
            read.write(next);
        }
        return this;
    }

    /** Reads to the end. */
    Heard rest() throws IOException {
        read.write(answer.body().readAllBytes());
        return new Heard(client, answer.statusCode(), answer.headers(), read.toByteArray());
    }

    @Override
    public void close() throws IOException {
        answer.body().close();
    }
}
