package io.ninerouter.quickstart;

import java.io.PrintStream;
import java.nio.file.Path;

/** The few lines that tell a person what runs and what to try. */
final class Banner {
    private Banner() {}

    static void print(PrintStream out, Quickstart quickstart) {
        Path kubeconfig = quickstart.kubeconfig();
        // The key opens a gateway on loopback in front of a scripted provider; showing it is the point.
        out.print("""

                NineRouter runs: Kubernetes API %s, gateway %s, management %s

                  export KUBECONFIG=%s
                  export NINEROUTER_KEY=%s

                Try:

                  kubectl get ninerouter

                  curl -s %s/v1/chat/completions -H "Authorization: Bearer $NINEROUTER_KEY" \\
                    -d '{"model": "coding", "messages": [{"role": "user", "content": "Hello"}]}'

                  curl -sN %s/v1/messages -H "x-api-key: $NINEROUTER_KEY" \\
                    -d '{"model": "coding", "max_tokens": 256, "stream": true, "messages": [{"role": "user", "content": "Hello"}]}'

                What that has cost, and how much of its windows the account has used, a few seconds later:

                  kubectl get apikeys
                  kubectl get pconn scripted -o jsonpath='{.status.quotas}'

                What is logged, a line for each request: %s

                Ctrl-C stops it.
                """.formatted(
                        quickstart.api().url(),
                        quickstart.gateway(),
                        quickstart.management(),
                        kubeconfig,
                        quickstart.key().reveal(),
                        quickstart.gateway(),
                        quickstart.gateway(),
                        kubeconfig.resolveSibling("quickstart.log")));
        out.flush();
    }
}
