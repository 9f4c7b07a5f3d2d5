package io.ninerouter.operator.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The user's own tool that seals Secrets for Git, such as {@code kubeseal --format yaml} or {@code sops encrypt --input-type yaml
 * --output-type yaml /dev/stdin}: a manifest on its standard input becomes the sealed one on its standard output.
 */
final class Seal {
    private static final long PATIENCE_SECONDS = 60;

    private final String command;

    /** @param command for {@code sh -c} */
    Seal(String command) {
        this.command = command;
    }

    /**
     * Seals one manifest.
     *
     * @throws IOException when the tool fails or says nothing; what was to be sealed is not in the message
     */
    String seal(String manifest) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(manifest.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            // A tool that ends without reading says why by its exit code.
        }
        String sealed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("--seal: still running after " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("--seal: interrupted", e);
        }
        if (process.exitValue() != 0 || sealed.isBlank()) {
            throw new IOException("--seal: exit code " + process.exitValue() + ", " + sealed.length()
                    + " characters (expected: exit code 0 and a sealed manifest on standard output)");
        }
        return sealed;
    }
}
