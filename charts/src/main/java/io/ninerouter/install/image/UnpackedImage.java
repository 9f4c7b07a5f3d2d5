package io.ninerouter.install.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image as a container engine lays it out: its layers one over the other in one folder, started as its configuration says.
 *
 * @param root what a container sees as {@code /}
 * @param config the image's configuration, as OCI defines it
 * @param layers digests, the lowest first
 */
public record UnpackedImage(Path root, JsonNode config, List<String> layers) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CLASSIFIER = Pattern.compile("[?&]classifier=([^&#]+)");

    public UnpackedImage {
        layers = List.copyOf(layers);
    }

    /** Unpacks an OCI archive into a folder, with {@code tar}. */
    public static UnpackedImage of(Path archive, Path folder) throws IOException, InterruptedException {
        Path layout = Files.createDirectories(folder.resolve("layout"));
        Path root = Files.createDirectories(folder.resolve("root"));
        unpack(archive, layout);
        JsonNode index = JSON.readTree(layout.resolve("index.json").toFile());
        JsonNode manifest = JSON.readTree(
                blob(layout, index.at("/manifests/0/digest").asText()).toFile());
        List<String> layers = new ArrayList<>();
        for (JsonNode layer : manifest.get("layers")) {
            layers.add(layer.get("digest").asText());
            unpack(blob(layout, layers.getLast()), root);
        }
        JsonNode config = JSON.readTree(
                blob(layout, manifest.at("/config/digest").asText()).toFile());
        return new UnpackedImage(root, config, layers);
    }

    /** File names of the libraries that its bill of materials lists, a CycloneDX document at {@code /app/sbom.cdx.json}. */
    public List<String> materials() throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode component :
                JSON.readTree(root.resolve("app/sbom.cdx.json").toFile()).get("components")) {
            Matcher classifier = CLASSIFIER.matcher(component.get("purl").asText());
            names.add(component.get("name").asText() + "-"
                    + component.get("version").asText() + (classifier.find() ? "-" + classifier.group(1) : "")
                    + ".jar");
        }
        return names;
    }

    /** Starts its entry point in its working directory; what it says goes to a file. */
    public Process start(Map<String, String> environment, List<String> arguments, Path output) throws IOException {
        List<String> command = new ArrayList<>();
        config.at("/config/Entrypoint").forEach(word -> command.add(word.asText()));
        command.set(0, root + command.getFirst());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(root.resolve(config.at("/config/WorkingDir").asText().substring(1))
                        .toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Path blob(Path layout, String digest) {
        return layout.resolve("blobs").resolve(digest.replace(':', '/'));
    }

    private static void unpack(Path archive, Path folder) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder("tar", "-xf", archive.toString(), "-C", folder.toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (tar.waitFor() != 0) {
            throw new IOException("tar -xf " + archive + ": " + text);
        }
    }
}
