package io.ninerouter.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.operator.kube.ApiCalls;
import io.ninerouter.operator.kube.OperatorClients;
import io.ninerouter.operator.settings.OperatorSettings;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator as a program of its own: settings from the environment, access as {@code kubectl} or a pod has it. */
public final class OperatorMain {
    static {
        // Not named logback.xml: where other programs share the class path, theirs must win.
        System.setProperty(
                "logback.configurationFile", System.getProperty("logback.configurationFile", "operator-logback.xml"));
    }

    private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);

    private OperatorMain() {}

    /** Runs until the process is told to stop. */
    public static void main(String[] arguments) throws InterruptedException {
        Config config = new ConfigBuilder().build();
        OperatorSettings settings = OperatorSettings.fromEnvironment(System.getenv(), config.getNamespace());
        ApiCalls calls = new ApiCalls();
        KubernetesClient client = OperatorClients.create(config, calls);
        OperatorApp app = OperatorApp.start(client, settings, calls);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("operator-shutdown").unstarted(() -> {
                    LOG.info("stopping");
                    app.close();
                    client.close();
                    stopped.countDown();
                }));
        stopped.await();
    }
}
