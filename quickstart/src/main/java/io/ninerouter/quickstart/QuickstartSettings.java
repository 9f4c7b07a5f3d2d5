package io.ninerouter.quickstart;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the parts of the quickstart listen, all on 127.0.0.1, and where it keeps its kubeconfig.
 *
 * @param apiPort the Kubernetes API, https; 0 = any free port, as for the others
 * @param gatewayPort the gateway
 * @param managementPort the gateway's probes and metrics
 * @param providerPort the scripted provider
 * @param directory holds the kubeconfig; made when missing
 * @param probes whether credentials are checked at their providers
 */
public record QuickstartSettings(
        int apiPort, int gatewayPort, int managementPort, int providerPort, Path directory, boolean probes) {

    private static final String PREFIX = "quickstart.";

    public QuickstartSettings {
        List<Integer> ports = List.of(apiPort, gatewayPort, managementPort, providerPort);
        Set<Integer> seen = new LinkedHashSet<>();
        for (int port : ports) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
            }
            if (port != 0 && !seen.add(port)) {
                throw new IllegalArgumentException("port: " + port + " (expected: another one for each part)");
            }
        }
    }

    /**
     * Reads {@code quickstart.apiPort}, {@code .gatewayPort}, {@code .managementPort}, {@code .providerPort}, {@code
     * .directory} and {@code .probes} (true or false); what is absent has the port that the README names.
     *
     * @throws IllegalArgumentException when a value cannot be read; the message names it
     */
    public static QuickstartSettings from(Map<String, String> properties) {
        return new QuickstartSettings(
                port(properties, "apiPort", 16_443),
                port(properties, "gatewayPort", 20_128),
                port(properties, "managementPort", 20_129),
                port(properties, "providerPort", 20_127),
                Path.of(properties.getOrDefault(PREFIX + "directory", ".quickstart")),
                probes(properties.getOrDefault(PREFIX + "probes", "true")));
    }

    /** Any free ports, for tests; nobody outside is asked anything. */
    public static QuickstartSettings anyPorts(Path directory) {
        return new QuickstartSettings(0, 0, 0, 0, directory, false);
    }

    private static boolean probes(String value) {
        return switch (value.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(PREFIX + "probes: " + value + " (expected: true or false)");
        };
    }

    private static int port(Map<String, String> properties, String name, int otherwise) {
        String value = properties.get(PREFIX + name);
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(PREFIX + name + ": " + value + " (expected: 0 to 65535)", e);
        }
    }
}
