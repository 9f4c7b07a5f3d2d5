package io.ninerouter.quickstart.api.kubectl;

import io.ninerouter.quickstart.api.EmbeddedApi;
import io.ninerouter.quickstart.api.EmbeddedApiConfig;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The kubectl on PATH against an embedded API of its own; without kubectl the tests are skipped. */
final class Kubectl implements BeforeAllCallback, AfterAllCallback {

    /**
     * What a command left behind.
     *
     * @param exit its exit status
     * @param out standard output
     * @param err standard error
     */
    record Outcome(int exit, String out, String err) {

        /** Everything it wrote. */
        String text() {
            return out + err;
        }
    }

    private Path folder;
    private EmbeddedApi api;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("kubectl");
        Assumptions.assumeTrue(onPath(), "skipped: there is no kubectl on PATH");
        api = EmbeddedApi.start(EmbeddedApiConfig.on(0, folder.resolve("kubeconfig")));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (api != null) {
            api.close();
        }
    }

    EmbeddedApi api() {
        return api;
    }

    /** Writes a file for {@code -f}. */
    Path file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command, its arguments separated by single spaces. */
    Outcome run(String arguments) {
        return run(List.of(arguments.split(" ")));
    }

    /** Runs a command. */
    Outcome run(List<String> arguments) {
        return finish(start(arguments), arguments);
    }

    /** Runs a command that succeeds and returns its output. */
    String ok(String arguments) {
        Outcome outcome = run(arguments);
        if (outcome.exit() != 0) {
            throw new AssertionError("kubectl " + arguments + " exits " + outcome.exit() + ":\n" + outcome.text());
        }
        return outcome.out();
    }

    /** Starts a command that goes on. */
    Process start(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("KUBECONFIG", api.kubeconfig().toString());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("KUBE_EDITOR", folder.resolve("editor.sh").toString());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome finish(Process process, List<String> arguments) {
        try (var out = process.getInputStream();
                var err = process.getErrorStream()) {
            var errors = new byte[1][];
            Thread reader = Thread.ofVirtual().start(() -> errors[0] = drained(err));
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            reader.join();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("kubectl " + arguments + " does not end");
            }
            return new Outcome(process.exitValue(), text, new String(errors[0], StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static byte[] drained(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean onPath() {
        for (String entry : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(entry, "kubectl"))) {
                return true;
            }
        }
        return false;
    }
}
