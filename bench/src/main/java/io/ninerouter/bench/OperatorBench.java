package io.ninerouter.bench;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.ninerouter.quickstart.api.EmbeddedApi;
import io.ninerouter.quickstart.api.EmbeddedApiConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** One run with so many objects. */
final class OperatorBench {
    private static final int WARM_UP = 150;
    private static final Duration COLD_WITHIN = Duration.ofMinutes(15);
    private static final Duration SETTLE = Duration.ofMillis(1_500);

    private OperatorBench() {}

    /**
     * What was measured.
     *
     * @param cold the start
     * @param latency from {@code apply} to the report of the last gateway
     * @param cpu for one change
     * @param callsPerChange writes of the operator for one change, statuses and Events included, by what was written
     */
    record Result(int objects, Cold cold, Latency latency, Cpu cpu, SortedMap<String, Double> callsPerChange) {}

    /**
     * The start of the operator.
     *
     * @param millis from the start of its process to the last status
     * @param cpuMillis processor time until then, the start of the JVM included
     * @param calls writes, until there are no more
     */
    record Cold(double millis, double cpuMillis, int calls) {}

    /** Processor time, milliseconds: of the operator, of each gateway, of the embedded API server and who asks it in its process. */
    record Cpu(double operator, double gateway, double api) {}

    /** Milliseconds, medians but for {@code p99}; {@code written} until the operator wrote the configuration. */
    record Latency(double p50, double p99, double written) {
        private static Latency of(List<Change> changes) {
            List<Double> all = sorted(changes, Change::millis);
            List<Double> written = sorted(changes, Change::writtenMillis);
            return new Latency(
                    all.get(all.size() / 2),
                    all.get((int) Math.ceil(all.size() * 0.99) - 1),
                    written.get(written.size() / 2));
        }

        private static List<Double> sorted(List<Change> changes, ToDoubleFunction<Change> value) {
            return changes.stream().mapToDouble(value).sorted().boxed().toList();
        }
    }

    private record Change(double millis, double writtenMillis) {}

    static Result run(Path folder, int objects, int edits) throws Exception {
        OperatorCalls calls = new OperatorCalls();
        Path kubeconfig = folder.resolve("kubeconfig");
        try (EmbeddedApi api =
                        EmbeddedApi.start(EmbeddedApiConfig.on(0, kubeconfig).withObserver(calls));
                KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(api.kubeconfig().toFile()))
                        .build();
                ManyObjects many = new ManyObjects(client)) {
            many.create(objects);
            try (GatewayPair gateways = GatewayPair.start(folder, kubeconfig)) {
                long began = System.nanoTime();
                try (ChildProcess operator = operator(folder, kubeconfig)) {
                    return new OperatorBench.Run(many, gateways, calls, operator).run(objects, edits, began);
                }
            }
        }
    }

    /** Everything that runs. */
    private record Run(ManyObjects many, GatewayPair gateways, OperatorCalls calls, ChildProcess operator) {

        Result run(int objects, int edits, long began) throws Exception {
            long millis = calls.awaitStatuses(many.attached(), began, COLD_WITHIN);
            double coldCpu = cpu().operator();
            calls.awaitQuiet(SETTLE, COLD_WITHIN);
            Cold cold = new Cold(millis / 1e6, coldCpu, calls.writes());
            edit(0, WARM_UP);
            calls.awaitQuiet(SETTLE, COLD_WITHIN);
            Cpu before = cpu();
            SortedMap<String, Integer> writes = calls.writesByKind();
            List<Change> changes = edit(WARM_UP, WARM_UP + edits);
            operator.pause(SETTLE);
            Cpu after = cpu();
            SortedMap<String, Double> perChange = new TreeMap<>();
            calls.writesByKind()
                    .forEach((kind, now) -> perChange.put(kind, (now - writes.getOrDefault(kind, 0)) / (double) edits));
            perChange.values().removeIf(one -> one == 0);
            Cpu used = new Cpu(
                    (after.operator() - before.operator()) / edits,
                    (after.gateway() - before.gateway()) / edits,
                    (after.api() - before.api()) / edits);
            return new Result(objects, cold, Latency.of(changes), used, perChange);
        }

        /** Each change waits for the one before: what is measured is a change by itself, as people make them. */
        private List<Change> edit(int from, int to) throws Exception {
            List<Change> changes = new ArrayList<>();
            for (int i = from; i < to; i++) {
                long began = System.nanoTime();
                String combo = many.edit(i);
                long end = gateways.awaitAcknowledged(combo, "openai/edit-" + i, calls);
                changes.add(new Change((end - began) / 1e6, (calls.lastConfig() - began) / 1e6));
            }
            return changes;
        }

        /** Until now. */
        private Cpu cpu() {
            return new Cpu(
                    millis(operator.handle()),
                    millis(gateways.handle()) / GatewayPair.REPLICAS.size(),
                    millis(ProcessHandle.current()));
        }

        private static double millis(ProcessHandle process) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
        }
    }

    private static ChildProcess operator(Path folder, Path kubeconfig) throws java.io.IOException {
        ProcessBuilder builder = new ProcessBuilder(Java.command(
                "io.ninerouter.operator.OperatorMain",
                System.getProperty("java.class.path"),
                "bench.operator",
                // As its image starts it, in a container of the chart's size.
                "-XX:TieredStopAtLevel=1",
                "-XX:CompileThresholdScaling=3",
                "-XX:SurvivorRatio=3",
                "-Djdk.reflect.useNativeAccessorOnly=true",
                "-Djdk.tls.client.cipherSuites=TLS_CHACHA20_POLY1305_SHA256,TLS_AES_128_GCM_SHA256",
                "-Xmx307m"));
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("NINEROUTER_CLUSTER_WIDE", "true");
        builder.environment().put("NINEROUTER_LEADER_ELECTION", "false");
        builder.environment().put("NINEROUTER_MANAGEMENT_PORT", "0");
        // A thousand made-up credentials are nothing to ask a provider about.
        builder.environment().put("NINEROUTER_PROBES", "false");
        return ChildProcess.silent(builder, "operator", folder);
    }
}
