package io.ninerouter.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Waits for {@code /readyz}. */
final class Readiness {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int OK = 200;

    private Readiness() {}

    /**
     * Returns when a process says that it is ready.
     *
     * @throws IOException when it ends, or is not ready in time
     */
    static void await(ChildProcess process, int managementPort, Duration within)
            throws IOException, InterruptedException {
        URI readyz = URI.create("http://127.0.0.1:" + managementPort + "/readyz");
        long deadline = System.nanoTime() + within.toNanos();
        Ports.await(process, managementPort, within);
        try (HttpClient client = HttpClient.newHttpClient()) {
            int status = status(client, readyz);
            while (status != OK) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("/readyz: " + status + " after " + within + " (expected: " + OK + ")");
                }
                process.pause(PAUSE);
                status = status(client, readyz);
            }
        }
    }

    /** 0 for an answer that does not come: a process that starts on a busy core may take its time. */
    private static int status(HttpClient client, URI uri) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }
}
