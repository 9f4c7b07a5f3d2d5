package io.ninerouter.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.time.Duration;

/** Clients of the API server whose connections are given up when they have gone silent. */
public final class ApiServer {
    /**
     * A watch that is silent for so long is asked whether it is there, and given up after as long again. At rest that is two
     * pings a minute and watch, some seventy bytes each way: API servers send a bookmark every minute.
     */
    private static final Duration LOOK = Duration.ofSeconds(20);

    /** Together with the ten seconds of a handshake less than the client's own patience: no socket is left to nobody. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** After 100, 200 and 400 ms. Loops that call try again by themselves. */
    private static final int RETRIES = 3;

    /**
     * Doubled five times: a watch that could not be opened four times rests for 6.4 s at most ({@link Reach} paces these four).
     * Less would make a loop of a server that opens watches and ends them at once.
     */
    private static final int REOPEN_MILLIS = 200;

    private ApiServer() {}

    /**
     * A client in the making.
     *
     * @param config its retries are set
     */
    public static KubernetesClientBuilder client(Config config) {
        return client(config, LOOK);
    }

    /**
     * The same.
     *
     * @param look a watch is given up two to three of these after its last word
     */
    public static KubernetesClientBuilder client(Config config, Duration look) {
        config.setRequestRetryBackoffLimit(RETRIES);
        config.setWatchReconnectInterval(REOPEN_MILLIS);
        return new KubernetesClientBuilder().withConfig(config).withHttpClientFactory(new Http(Looks.every(look)));
    }

    /** The JDK's HTTP client, as fabric8 sets it up. */
    private static final class Http extends JdkHttpClientFactory {
        private final Looks looks;

        private Http(Looks looks) {
            this.looks = looks;
        }

        @Override
        protected HttpClient.Builder createNewHttpClientBuilder() {
            return new LiveClientBuilder(super.createNewHttpClientBuilder(), new Reach(PATIENCE), looks);
        }
    }
}
