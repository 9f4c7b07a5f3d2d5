package io.ninerouter.bench;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.operator.kube.OperatorClients;
import io.ninerouter.quickstart.api.EmbeddedApi;
import io.ninerouter.quickstart.api.EmbeddedApiConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One run with so many objects. */
final class OperatorBench {
    private static final int WARM_UP = 150;
    private static final Duration COLD_WITHIN = Duration.ofMinutes(3);
    private static final Duration SETTLE = Duration.ofMillis(1_500);

    private OperatorBench() {}

    /**
     * What was measured.
     *
     * @param coldMillis from the start of the operator's process to the last status
     * @param coldCpuMillis processor time of the operator until then, the start of the JVM included
     * @param latency from {@code apply} to the report of the last gateway
     * @param callsPerChange writes of the operator for one change, statuses and Events included
     * @param coldCalls the same for everything at the start
     */
    record Result(
            int objects,
            double coldMillis,
            double coldCpuMillis,
            Latency latency,
            double cpuMillisPerChange,
            double callsPerChange,
            int coldCalls) {}

    /** Milliseconds. */
    record Latency(double p50, double p99) {
        static Latency of(List<Double> millis) {
            List<Double> sorted = millis.stream().sorted().toList();
            return new Latency(
                    sorted.get(sorted.size() / 2), sorted.get(Math.min(sorted.size() - 1, sorted.size() * 99 / 100)));
        }
    }

    static Result run(Path folder, int objects, int edits) throws Exception {
        OperatorCalls calls = new OperatorCalls();
        Path kubeconfig = folder.resolve("kubeconfig");
        try (EmbeddedApi api =
                EmbeddedApi.start(EmbeddedApiConfig.on(0, kubeconfig).withObserver(calls))) {
            return run(folder, api.kubeconfig(), calls, objects, edits);
        }
    }

    private static Result run(Path folder, Path kubeconfig, OperatorCalls calls, int objects, int edits)
            throws Exception {
        try (KubernetesClient client = OperatorClients.create(Config.fromKubeconfig(kubeconfig.toFile()));
                ManyObjects many = new ManyObjects(client);
                GatewayPair gateways = new GatewayPair(kubeconfig)) {
            many.create(objects);
            gateways.start();
            long began = System.nanoTime();
            try (ChildProcess operator = operator(folder, kubeconfig)) {
                long cold = calls.awaitStatuses(many.attached(), began, COLD_WITHIN);
                double coldCpu = cpu(operator).toMillis();
                calls.awaitQuiet(SETTLE, COLD_WITHIN);
                int coldCalls = calls.writes();
                edit(many, gateways, calls, 0, WARM_UP);
                calls.awaitQuiet(SETTLE, COLD_WITHIN);
                Duration before = cpu(operator);
                int writes = calls.writes();
                List<Double> millis = edit(many, gateways, calls, WARM_UP, WARM_UP + edits);
                operator.pause(SETTLE);
                double used = cpu(operator).minus(before).toNanos() / 1e6;
                return new Result(
                        objects,
                        cold / 1e6,
                        coldCpu,
                        Latency.of(millis),
                        used / edits,
                        (calls.writes() - writes) / (double) edits,
                        coldCalls);
            }
        }
    }

    /** Each change waits for the one before: what is measured is a change by itself, as people make them. */
    private static List<Double> edit(ManyObjects many, GatewayPair gateways, OperatorCalls calls, int from, int to)
            throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = from; i < to; i++) {
            long began = System.nanoTime();
            String combo = many.edit(i);
            long end = gateways.awaitAcknowledged(combo, "openai/edit-" + i, calls);
            millis.add((end - began) / 1e6);
        }
        return millis;
    }

    private static Duration cpu(ChildProcess process) {
        return process.handle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static ChildProcess operator(Path folder, Path kubeconfig) throws java.io.IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Java.command("io.ninerouter.operator.OperatorMain", System.getProperty("java.class.path")));
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("NINEROUTER_LEADER_ELECTION", "false");
        builder.environment().put("NINEROUTER_MANAGEMENT_PORT", "0");
        // A thousand made-up credentials are nothing to ask a provider about.
        builder.environment().put("NINEROUTER_PROBES", "false");
        return ChildProcess.silent(builder, "operator", folder);
    }
}
