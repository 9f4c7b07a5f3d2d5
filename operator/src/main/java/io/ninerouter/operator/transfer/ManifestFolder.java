package io.ninerouter.operator.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes manifests into a folder that was empty, each into a file of its own; what is secret is readable by its owner alone. */
final class ManifestFolder {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            // "no", "1.0" and "0123" are texts: without quotes they would be read as something else.
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private final Path folder;
    private final List<String> resources = new ArrayList<>();

    private ManifestFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Begins a folder.
     *
     * @throws FileAlreadyExistsException when something is in it already
     */
    static ManifestFolder begin(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new FileAlreadyExistsException(
                        folder.toString(), null, "not empty (expected: a new or empty folder)");
            }
        }
        return new ManifestFolder(folder);
    }

    /** Writes a manifest; kustomize will find it. */
    void manifest(String path, JsonNode manifest) throws IOException {
        text(path + ".yaml", yaml(manifest));
        resources.add(path + ".yaml");
    }

    /** Writes a manifest that kustomize is not to find and that nobody else may read. */
    void secret(String path, String yaml) throws IOException {
        Path file = folder.resolve(path + ".yaml");
        Files.createDirectories(parent(file));
        Files.createFile(file);
        if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(file, yaml);
    }

    /** Writes a text that is no manifest. */
    void text(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(parent(file));
        Files.writeString(file, text);
    }

    /** Writes what lists all manifests. */
    void finish() throws IOException {
        TreeMap<String, Object> kustomization = new TreeMap<>();
        kustomization.put("apiVersion", "kustomize.config.k8s.io/v1beta1");
        kustomization.put("kind", "Kustomization");
        kustomization.put("resources", resources.stream().sorted().toList());
        text("kustomization.yaml", YAML.writeValueAsString(kustomization));
    }

    /** Lists a manifest that was not written by {@link #manifest}. */
    void lists(String path) {
        resources.add(path);
    }

    static String yaml(JsonNode manifest) throws JsonProcessingException {
        return YAML.writeValueAsString(manifest);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("file: " + file + " (expected: one in a folder)");
        }
        return parent;
    }
}
