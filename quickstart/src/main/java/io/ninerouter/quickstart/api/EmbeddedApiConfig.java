package io.ninerouter.quickstart.api;

import io.ninerouter.quickstart.api.hook.RequestObserver;
import java.nio.file.Path;

/**
 * How an {@link EmbeddedApi} is to run.
 *
 * @param port on 127.0.0.1; 0 for any free one
 * @param kubeconfig the file to write for clients, readable by its owner alone; replaced when it is there
 * @param observer is told of every request
 * @param limits bounds
 */
public record EmbeddedApiConfig(int port, Path kubeconfig, RequestObserver observer, ApiLimits limits) {

    /** Refuses a port that is none. */
    public EmbeddedApiConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0-65535)");
        }
    }

    /** On this port, with this kubeconfig, unobserved, with the usual bounds. */
    public static EmbeddedApiConfig on(int port, Path kubeconfig) {
        return new EmbeddedApiConfig(port, kubeconfig, RequestObserver.NONE, ApiLimits.DEFAULT);
    }

    /** The same with an observer. */
    public EmbeddedApiConfig withObserver(RequestObserver other) {
        return new EmbeddedApiConfig(port, kubeconfig, other, limits);
    }

    /** The same with other bounds. */
    public EmbeddedApiConfig withLimits(ApiLimits other) {
        return new EmbeddedApiConfig(port, kubeconfig, observer, other);
    }
}
