package io.ninerouter.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ports for programs that cannot choose one themselves. */
final class Ports {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int CONNECT_MILLIS = 500;

    private Ports() {}

    /** A port that was free a moment ago. */
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Returns when a process accepts connections. */
    static void await(ChildProcess process, int port, Duration within) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (!accepts(port)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("port " + port + ": closed after "
                        + TimeUnit.NANOSECONDS.toSeconds(within.toNanos()) + " s (expected: open)");
            }
            process.pause(PAUSE);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
