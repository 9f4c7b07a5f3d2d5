package io.ninerouter.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/** Looks whether ports are free before anything is started, so that the message can name all that is needed. */
final class Ports {
    private Ports() {}

    /** @throws IllegalStateException when one is taken; the message names it and the property that changes it */
    static void requireFree(QuickstartSettings settings) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("apiPort", settings.apiPort());
        ports.put("gatewayPort", settings.gatewayPort());
        ports.put("managementPort", settings.managementPort());
        ports.put("providerPort", settings.providerPort());
        ports.forEach((name, port) -> {
            if (port != 0 && taken(port)) {
                throw new IllegalStateException("port " + port
                        + " on 127.0.0.1: taken by another process (expected: free; choose another with -Dquickstart."
                        + name + "=<port>)");
            }
        });
    }

    private static boolean taken(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
