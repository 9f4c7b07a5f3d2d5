package io.ninerouter.operator.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
        // A tool may write before it has read all: neither must wait for the other.
        Thread.startVirtualThread(() -> {
            try (OutputStream in = process.getOutputStream()) {
                in.write(manifest.getBytes(StandardCharsets.UTF_8));
            } catch (IOException ended) {
                // A tool that ends without reading says why by its exit code.
            }
        });
        FutureTask<byte[]> reading =
                new FutureTask<>(() -> process.getInputStream().readAllBytes());
        Thread.startVirtualThread(reading);
        String sealed;
        try {
            sealed = new String(reading.get(PATIENCE_SECONDS, TimeUnit.SECONDS), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new TimeoutException();
            }
        } catch (TimeoutException e) {
            throw new IOException("--seal: still running after " + PATIENCE_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("--seal: its output cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("--seal: interrupted", e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0 || sealed.isBlank()) {
            throw new IOException("--seal: exit code " + process.exitValue() + ", " + sealed.length()
                    + " characters (expected: exit code 0 and a sealed manifest on standard output)");
        }
        return sealed;
    }
}
