package io.ninerouter.quickstart.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/** Writes a kubeconfig so that it is there whole or not at all, and never readable by others. */
final class KubeconfigFile {

    private KubeconfigFile() {}

    static void write(Path file, String server, String caPem, String token) {
        String ca = Base64.getEncoder().encodeToString(caPem.getBytes(StandardCharsets.US_ASCII));
        String content = """
            apiVersion: v1
            kind: Config
            clusters:
            - name: ninerouter
              cluster:
                server: %s
                certificate-authority-data: %s
            users:
            - name: ninerouter
              user:
                token: %s
            contexts:
            - name: ninerouter
              context:
                cluster: ninerouter
                user: ninerouter
                namespace: default
            current-context: ninerouter
            """.formatted(server, ca, token);
        try {
            Path target = file.toAbsolutePath();
            Path folder = Files.createDirectories(target.resolveSibling("."));
            Path draft = Files.createTempFile(folder, ".kubeconfig", "", ownerOnly(folder));
            Files.writeString(draft, content);
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("kubeconfig: " + file + " (expected: a path that can be written)", e);
        }
    }

    // Where there are no such permissions the temporary file is its owner's alone anyway.
    private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
