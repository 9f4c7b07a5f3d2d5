package io.ninerouter.operator.catalog;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ninerouter.api.v1alpha1.ProviderNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads the built-in providers from the class path: {@code providers/index} lists the ids, as folders on a class path
 * cannot be listed; {@code providers/<id>.yaml} holds each one, the record of {@code ProviderNode.spec}. {@code prices/list.yaml}
 * holds what their models cost.
 */
public final class CatalogueLoader {
    private static final String FOLDER = "/providers/";
    private static final String PRICES = "/prices/list.yaml";

    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final ObjectReader YAML = MAPPER.readerFor(ProviderNode.Spec.class);

    private CatalogueLoader() {}

    /**
     * Reads all entries.
     *
     * @throws IllegalStateException when the index names a file that is missing or wrong: a build error
     */
    public static Catalogue load() {
        TreeMap<String, ProviderNode.Spec> entries = new TreeMap<>();
        for (String id : ids()) {
            entries.put(id, entry(id));
        }
        return new Catalogue(entries, prices(), LoginsLoader.load());
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

    private static ProviderNode.Spec entry(String id) {
        try (InputStream in = open(FOLDER + id + ".yaml")) {
            return YAML.readValue(in);
        } catch (IOException e) {
            throw new IllegalStateException("catalogue entry " + id + ": not readable", e);
        }
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
