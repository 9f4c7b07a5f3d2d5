package io.ninerouter.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the gateway is started: its own main on its own class path, told by its environment where its Router is, as in a pod.
 *
 * @param classPath jars of the gateway and of what it needs
 * @param definitions folder of the CRDs' YAML
 */
record GatewayCommand(String classPath, Path definitions) {
    /** Names the root of the repository; the build sets it. */
    static final String ROOT = "ninerouter.root";

    private static final String MAIN = "io.ninerouter.gateway.GatewayApplication";

    /** What this build has made; empty when this was not started by the build. */
    static Optional<GatewayCommand> built() throws IOException {
        Path root = Path.of(System.getProperty(ROOT, "."));
        Path target = root.resolve("gateway").resolve("target");
        // The profile "bench" of the gateway's build writes it.
        Path classPath = target.resolve("bench.classpath");
        Path definitions = root.resolve("crds").resolve("generated");
        if (!Files.isReadable(classPath) || !Files.isDirectory(definitions)) {
            return Optional.empty();
        }
        String needed = Files.readString(classPath).strip();
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(
                            jar -> jar.getFileName().toString().matches("ninerouter-gateway-[0-9.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .map(jar -> new GatewayCommand(jar + ":" + needed, definitions));
        }
    }

    /**
     * The command; the system property {@code bench.gateway} adds options of the JVM, such as a recording.
     *
     * @param flags more of them; the property's count more
     */
    List<String> line(String... flags) {
        return Java.command(MAIN, classPath, "bench.gateway", flags);
    }

    /** The environment beside what is there. */
    static Map<String, String> environment(Path kubeconfig, int port, int managementPort) {
        return Map.of(
                "KUBECONFIG",
                kubeconfig.toString(),
                "NINEROUTER_ROUTER_NAMESPACE",
                GatewaySecrets.NAMESPACE,
                "NINEROUTER_ROUTER_NAME",
                GatewaySecrets.ROUTER,
                "NINEROUTER_REPLICA_NAME",
                "bench-0",
                "NINEROUTER_ALLOW_LOOPBACK_PROVIDERS",
                "true",
                "SERVER_ADDRESS",
                "127.0.0.1",
                "SERVER_PORT",
                Integer.toString(port),
                "MANAGEMENT_SERVER_ADDRESS",
                "127.0.0.1",
                "MANAGEMENT_SERVER_PORT",
                Integer.toString(managementPort),
                // Cutting what is in flight is what a benchmark wants at its end.
                "NINEROUTER_DRAIN",
                "1s");
    }
}
