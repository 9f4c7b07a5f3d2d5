package io.ninerouter.operator.catalog;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.ninerouter.api.v1alpha1.ProviderNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the built-in providers from the class path: {@code providers/index} lists the ids, as folders on a class path
 * cannot be listed; {@code providers/<id>.yaml} holds each one: the members of {@code ProviderNode.spec} and, beside them, those of
 * {@link CatalogueEntry.Extra}. {@code prices/list.yaml} holds what their models cost.
 */
public final class CatalogueLoader {
    private static final String FOLDER = "/providers/";
    private static final String PRICES = "/prices/list.yaml";

    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Set<String> EXTRA = Stream.of(CatalogueEntry.Extra.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toSet());

    private CatalogueLoader() {}

    /**
     * Reads all entries.
     *
     * @throws IllegalStateException when the index names a file that is missing or wrong: a build error
     */
    public static Catalogue load() {
        TreeMap<String, CatalogueEntry> entries = new TreeMap<>();
        for (String id : ids()) {
            entries.put(id, entry(id));
        }
        return new Catalogue(entries, prices());
    }

    private static List<String> ids() {
        try (InputStream in = open(FOLDER + "index")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CatalogueEntry entry(String id) {
        try (InputStream in = open(FOLDER + id + ".yaml")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("catalogue entry " + id + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads one entry.
     *
     * @throws IOException when it is not the YAML of an entry; unknown members are refused
     */
    static CatalogueEntry parse(String yaml) throws IOException {
        if (!(MAPPER.readTree(yaml) instanceof ObjectNode node)) {
            throw new IOException("entry: no mapping (expected: the members of one)");
        }
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

    private static ListPrices prices() {
        try (InputStream in = open(PRICES)) {
            return MAPPER.readValue(in, ListPrices.class);
        } catch (IOException e) {
            throw new IllegalStateException(PRICES + ": not readable", e);
        }
    }

    private static InputStream open(String path) {
        InputStream in = CatalogueLoader.class.getResourceAsStream(path);
        if (in == null) {
            throw new IllegalStateException(path + ": not on the class path (expected: part of module crds)");
        }
        return in;
    }
}
