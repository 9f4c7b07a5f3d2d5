package io.ninerouter.quickstart.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.ninerouter.quickstart.api.EmbeddedApi;
import io.ninerouter.quickstart.api.EmbeddedApiConfig;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/**
 * Where the API server is and how one gets in: what {@code KUBECONFIG} names under {@code -Pcluster}, else the embedded one.
 *
 * @param kubeconfig of somebody who may do everything
 * @param embedded null = a server of its own
 */
record ApiAccess(Path kubeconfig, EmbeddedApi embedded) implements AutoCloseable {
    /** Set by the profile {@code cluster}. */
    private static final boolean ASKED_FOR = Boolean.getBoolean("ninerouter.cluster");

    static ApiAccess find(Path folder) {
        if (!ASKED_FOR) {
            EmbeddedApi api = EmbeddedApi.start(EmbeddedApiConfig.on(0, folder.resolve("kubeconfig")));
            return new ApiAccess(api.kubeconfig(), api);
        }
        String named = System.getenv("KUBECONFIG");
        if (named == null || named.isBlank()) {
            throw new IllegalStateException("KUBECONFIG: not set (expected: with -Pcluster, the kubeconfig of a cluster"
                    + " on which to install)");
        }
        return new ApiAccess(
                Arrays.stream(named.split(File.pathSeparator, -1))
                        .map(Path::of)
                        .filter(Files::isReadable)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(
                                "KUBECONFIG: " + named + " (expected: a file that can be read)")),
                null);
    }

    /** Whether it is a server of its own, which tells callers apart. */
    boolean isReal() {
        return embedded == null;
    }

    /** As its owner. */
    Config admin() {
        return Config.fromKubeconfig(kubeconfig.toFile());
    }

    /** With a token alone. */
    Config as(String token) {
        Config admin = admin();
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(admin.getMasterUrl())
                .withCaCertData(admin.getCaCertData())
                .withCaCertFile(admin.getCaCertFile())
                .withTrustCerts(admin.isTrustCerts())
                .withDisableHostnameVerification(admin.isDisableHostnameVerification())
                .withOauthToken(token)
                .build();
    }

    /** A kubeconfig with a token alone. */
    Path write(Path file, String token) {
        Config admin = admin();
        String trust = admin.isTrustCerts()
                ? "insecure-skip-tls-verify: true"
                : "certificate-authority-data: " + authority(admin);
        try {
            return Files.writeString(file, """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: c, cluster: {server: "%s", %s}}]
                    users: [{name: u, user: {token: "%s"}}]
                    contexts: [{name: x, context: {cluster: c, user: u}}]
                    current-context: x
                    """.formatted(admin.getMasterUrl(), trust, token));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String authority(Config admin) {
        if (admin.getCaCertData() != null) {
            return admin.getCaCertData();
        }
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(admin.getCaCertFile())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }
}
