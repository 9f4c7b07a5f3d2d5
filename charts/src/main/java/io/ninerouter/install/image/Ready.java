package io.ninerouter.install.image;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ports and probes of a program that was started. */
public final class Ready {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long BETWEEN_MILLIS = 50;

    private Ready() {}

    /** A port that was free a moment ago. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Waits until a probe answers with this status.
     *
     * @throws IllegalStateException when the program ends instead, or takes minutes
     */
    public static void await(ProcessHandle process, URI probe, int status) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int last = 0;
        try (HttpClient http = HttpClient.newHttpClient()) {
            do {
                last = status(http, probe);
                if (last == status) {
                    return;
                }
                if (hasEnded(process)) {
                    throw new IllegalStateException(probe + ": the program has ended (expected: " + status + ")");
                }
            } while (System.nanoTime() - deadline < 0);
        }
        throw new IllegalStateException(probe + ": " + last + " (expected: " + status + ")");
    }

    /** Asks again after a moment; at once when there is nobody left to ask. */
    private static boolean hasEnded(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(BETWEEN_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot follow process " + process.pid(), e);
        }
    }

    private static int status(HttpClient http, URI probe) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(probe)
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }
}
