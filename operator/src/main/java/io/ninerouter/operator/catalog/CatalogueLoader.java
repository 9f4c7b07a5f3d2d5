package io.ninerouter.operator.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.catalogue.CatalogueCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the built-in providers from {@code catalogue.json} on the class path, which module crds makes of its YAML files: of each
 * provider the members of {@code ProviderNode.spec} and, beside them, those of {@link CatalogueEntry.Extra}; and what their
 * models cost.
 */
public final class CatalogueLoader {
    private static final String FILE = "/" + CatalogueCompiler.FILE;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // A price is what is written, digit by digit.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final Set<String> EXTRA = Stream.of(CatalogueEntry.Extra.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toSet());

    private CatalogueLoader() {}

    /**
     * Reads all entries.
     *
     * @throws IllegalStateException when the file is missing or wrong: a build error
     */
    public static Catalogue load() {
        try (InputStream in = CatalogueLoader.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE
                        + ": not on the class path (expected: made with module crds, by mvn -pl crds process-classes)");
            }
            return of(MAPPER.readTree(in));
        } catch (IOException e) {
            throw new IllegalStateException(FILE + ": " + e.getMessage(), e);
        }
    }

    /**
     * The catalogue that a document of that form tells.
     *
     * @throws IllegalStateException when an entry is wrong; the message names it
     */
    static Catalogue of(JsonNode document) {
        TreeMap<String, CatalogueEntry> entries = new TreeMap<>();
        document.path("providers").properties().forEach(one -> entries.put(one.getKey(), named(one)));
        try {
            return new Catalogue(entries, MAPPER.treeToValue(document.path("prices"), ListPrices.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("prices: " + e.getMessage(), e);
        }
    }

    private static CatalogueEntry named(Map.Entry<String, JsonNode> one) {
        try {
            return entry(one.getValue());
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("catalogue entry " + one.getKey() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads one entry.
     *
     * @throws IOException when it is not that of an entry; unknown members are refused
     */
    static CatalogueEntry entry(JsonNode document) throws IOException {
        if (!(document instanceof ObjectNode all)) {
            throw new IOException("entry: no mapping (expected: the members of one)");
        }
        ObjectNode node = all.deepCopy();
        ObjectNode extra = MAPPER.createObjectNode();
        for (String member : EXTRA) {
            JsonNode value = node.remove(member);
            if (value != null) {
                extra.set(member, value);
            }
        }
        return new CatalogueEntry(
                MAPPER.treeToValue(node, ProviderNode.Spec.class),
                MAPPER.treeToValue(extra, CatalogueEntry.Extra.class));
    }
}
