package io.ninerouter.catalogue;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the catalogue as programs read it: {@code catalogue.json}, whose member {@code providers} holds each
 * {@code providers/<id>.yaml} under its id, and {@code prices} holds {@code prices/list.yaml}. Reading so many YAML files cost
 * the operator a twentieth of its start. What the members mean is not looked at here.
 */
public final class CatalogueCompiler {
    /** The file that is made. */
    public static final String FILE = "catalogue.json";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // A price is what is written, digit by digit.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private CatalogueCompiler() {}

    /**
     * Arguments: the folder of the YAML files' folders, and the one that the file is written to. A file that says the same
     * already keeps its age, so that nothing is packed again for it.
     */
    public static void main(String[] arguments) {
        try {
            Path file = Files.createDirectories(Path.of(arguments[1])).resolve(FILE);
            byte[] made = new ObjectMapper().writeValueAsBytes(compile(Path.of(arguments[0])));
            if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), made)) {
                Files.write(file, made);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The catalogue of a folder that holds {@code providers/index}, the files that it lists, and {@code prices/list.yaml}.
     *
     * @throws IOException when one is missing or not the YAML of a mapping; the message names it
     */
    public static ObjectNode compile(Path resources) throws IOException {
        ObjectNode catalogue = YAML.createObjectNode();
        ObjectNode providers = catalogue.putObject("providers");
        List<String> ids = Files.readAllLines(resources.resolve("providers/index"));
        for (String id :
                ids.stream().map(String::strip).filter(id -> !id.isEmpty()).toList()) {
            providers.set(id, read(resources.resolve("providers/" + id + ".yaml")));
        }
        catalogue.set("prices", read(resources.resolve("prices/list.yaml")));
        return catalogue;
    }

    private static ObjectNode read(Path file) throws IOException {
        try {
            return YAML.readValue(Files.readString(file), ObjectNode.class);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage() + " (expected: a YAML mapping)", e);
        }
    }
}
