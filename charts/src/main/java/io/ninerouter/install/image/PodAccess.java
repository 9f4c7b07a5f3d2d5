package io.ninerouter.install.image;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** How a program finds its API server in a pod: by variables, a token and a certificate in files, and no kubeconfig. */
final class PodAccess {
    private PodAccess() {}

    /**
     * The variables that take a kubeconfig's place.
     *
     * @param scratch for the files; a home without a kubeconfig
     * @throws IllegalArgumentException when it does not hold a token and the certificate of an authority
     */
    static Map<String, String> environment(Path kubeconfig, Path scratch) throws IOException {
        Config access = Config.fromKubeconfig(kubeconfig.toFile());
        if (access.getAutoOAuthToken() == null || access.getCaCertData() == null) {
            throw new IllegalArgumentException(
                    kubeconfig + ": (expected: token and certificate-authority-data, as a pod has them)");
        }
        URI server = URI.create(access.getMasterUrl());
        Path home = Files.createDirectories(scratch.resolve("home"));
        Path token = Files.writeString(home.resolve("token"), access.getAutoOAuthToken());
        Path authority =
                Files.write(home.resolve("ca.crt"), Base64.getMimeDecoder().decode(access.getCaCertData()));
        return Map.of(
                "HOME", home.toString(),
                "KUBECONFIG", home.resolve("none").toString(),
                "KUBERNETES_SERVICE_HOST", server.getHost(),
                "KUBERNETES_SERVICE_PORT", Integer.toString(server.getPort()),
                "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString(),
                "KUBERNETES_CERTS_CA_FILE", authority.toString());
    }
}
