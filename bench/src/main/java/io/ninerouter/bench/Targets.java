package io.ninerouter.bench;

import io.ninerouter.bench.probe.JvmMeter;
import io.ninerouter.bench.probe.ProcessMeter;
import io.ninerouter.config.SecretText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts what is measured and stops it, the last one first. */
final class Targets implements AutoCloseable {
    private static final Duration GATEWAY_WARM_UP = Duration.ofSeconds(110);
    private static final Duration UPSTREAM_WARM_UP = Duration.ofSeconds(8);
    private static final Duration NO_WARM_UP = Duration.ZERO;
    private static final Duration START_WITHIN = Duration.ofMinutes(10);
    private static final String CALLER_KEY = "bench-key";

    /** Stops one thing. */
    private interface Closing {
        void close() throws IOException;
    }

    private final Path folder;
    private final Pinning pinning;
    private final int upstreamPort;
    private final List<Target> present = new ArrayList<>();
    private final Map<String, String> absent = new LinkedHashMap<>();
    private final Deque<Closing> started = new ArrayDeque<>();

    Targets(Path folder, Pinning pinning, int upstreamPort) {
        this.folder = folder;
        this.pinning = pinning;
        this.upstreamPort = upstreamPort;
    }

    /** The upstream itself, with nothing between. */
    void direct(ChildProcess upstream) throws IOException {
        ProcessMeter meter = new ProcessMeter(upstream.handle());
        present.add(new Target(Target.DIRECT, upstreamPort, CALLER_KEY, UPSTREAM_WARM_UP, meter, attached(upstream)));
    }

    /** nginx, where the machine has it. */
    void nginx() throws IOException, InterruptedException {
        Optional<Path> program = Pinning.onPath("nginx");
        if (program.isEmpty()) {
            absent.put(Target.NGINX, "no nginx on PATH (Debian: apt-get install nginx)");
            return;
        }
        int port = Ports.free();
        Path home = Files.createDirectories(folder.resolve("nginx"));
        boolean root = "root".equals(System.getProperty("user.name"));
        Path config = Files.writeString(
                home.resolve("nginx.conf"), NginxConfig.text(port, upstreamPort, home.toString(), root));
        List<String> command = List.of(program.get().toString(), "-p", home.toString(), "-c", config.toString());
        ChildProcess nginx = ChildProcess.silent(
                new ProcessBuilder(pinning.command(Pinning.MEASURED, command)), Target.NGINX, folder);
        started.push(nginx::close);
        Ports.await(nginx, port, START_WITHIN);
        present.add(new Target(Target.NGINX, port, CALLER_KEY, NO_WARM_UP, new ProcessMeter(nginx.handle()), null));
    }

    /**
     * The gateway as shipped.
     *
     * @param flags of its JVM, beside those of all
     */
    void gateway(String... flags) throws IOException, InterruptedException {
        Optional<GatewayCommand> built = GatewayCommand.built();
        if (built.isEmpty()) {
            absent.put(Target.GATEWAY, "not built (run mvn -q -Pbench at the root)");
            return;
        }
        GatewayCommand command = built.get();
        SecretText key = SecretText.of(CALLER_KEY);
        Cluster cluster = Cluster.start(folder, command.definitions(), GatewaySecrets.of(upstreamPort, key));
        started.push(cluster::close);
        int port = Ports.free();
        int managementPort = Ports.free();
        ProcessBuilder builder =
                new ProcessBuilder(pinning.command(Pinning.MEASURED, OpenFiles.many(command.line(flags))));
        builder.environment().putAll(GatewayCommand.environment(cluster.kubeconfig(), port, managementPort));
        ChildProcess gateway = ChildProcess.silent(builder, Target.GATEWAY, folder);
        started.push(gateway::close);
        Readiness.await(gateway, managementPort, START_WITHIN);
        JvmMeter jvm = attached(gateway);
        ProcessMeter meter = new ProcessMeter(gateway.handle());
        present.add(new Target(Target.GATEWAY, port, CALLER_KEY, GATEWAY_WARM_UP, meter, jvm));
    }

    private JvmMeter attached(ChildProcess process) throws IOException {
        JvmMeter jvm = JvmMeter.attach(process.handle().pid());
        started.push(jvm::close);
        return jvm;
    }

    /** The gateway, for a benchmark of it alone. */
    Target onlyGateway() {
        return present.stream()
                .filter(target -> target.name().equals(Target.GATEWAY))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("gateway: " + absent.get(Target.GATEWAY)));
    }

    /** What can be measured, in order. */
    List<Target> present() {
        return List.copyOf(present);
    }

    /** What cannot, with the reason. */
    Map<String, String> absent() {
        return absent;
    }

    @Override
    public void close() throws IOException {
        while (!started.isEmpty()) {
            started.pop().close();
        }
    }
}
