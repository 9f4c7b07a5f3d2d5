package io.ninerouter.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The process with the control planes of two gateways. */
final class GatewayPair implements AutoCloseable {
    /** Their names. */
    static final List<String> REPLICAS = List.of("gw-0", "gw-1");

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final ChildProcess process;

    private GatewayPair(ChildProcess process) {
        this.process = process;
    }

    /** Starts it; it listens to the API server when this returns. */
    static GatewayPair start(Path folder, Path kubeconfig) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Java.command(GatewaysMain.class, "bench.gateway"));
        command.add(kubeconfig.toString());
        command.addAll(REPLICAS);
        GatewayPair pair = new GatewayPair(ChildProcess.talking("gateways", command, folder));
        pair.answer();
        return pair;
    }

    ProcessHandle handle() {
        return process.handle();
    }

    /** Waits until both serve a combo with this first member and have said so; when the later report arrived. */
    long awaitAcknowledged(String combo, String model, OperatorCalls calls) throws IOException, InterruptedException {
        process.say(combo + " " + model);
        List<Long> served =
                Stream.of(answer().split(" ", -1)).map(Long::valueOf).toList();
        long last = Long.MIN_VALUE;
        for (int i = 0; i < REPLICAS.size(); i++) {
            last = Math.max(last, calls.awaitReport(REPLICAS.get(i), served.get(i)));
        }
        return last;
    }

    private String answer() throws IOException, InterruptedException {
        String line = process.line(PATIENCE);
        while (!line.startsWith(GatewaysMain.ANSWER)) {
            line = process.line(PATIENCE);
        }
        return line.substring(GatewaysMain.ANSWER.length());
    }

    @Override
    public void close() {
        process.close();
    }
}
