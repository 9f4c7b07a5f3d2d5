package io.ninerouter.operator.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.Dialect;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueLoaderTest {
    private static final Catalogue CATALOGUE = CatalogueLoader.load();

    static Stream<String> ids() {
        return CATALOGUE.entries().keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void entryCanBeCalled(String id) {
        ProviderNode.Spec spec = CATALOGUE.entries().get(id);

        URI url = URI.create(spec.baseUrl());
        assertThat(url.getScheme()).isEqualTo("https");
        assertThat(url.getHost()).isNotBlank();
        assertThat(spec.baseUrl()).doesNotEndWith("/");
        assertThat(spec.dialect()).isNotNull();
        assertThat(spec.additionalDialects()).doesNotContain(spec.dialect());
        assertThat(spec.models())
                .doesNotHaveDuplicates()
                .allSatisfy(model -> assertThat(model.id()).isNotBlank());
        if (spec.dialect() == Dialect.ANTHROPIC) {
            assertThat(spec.auth()).isEqualTo(new ProviderNode.Auth(AuthScheme.Scheme.HEADER, "x-api-key"));
            assertThat(spec.headers()).containsEntry("anthropic-version", "2023-06-01");
        }
    }

    @Test
    void indexListsEveryFile() throws IOException {
        Path folder = Path.of(System.getProperty("ninerouter.root", ".."), "crds/src/main/resources/providers");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".yaml"))
                            .map(name -> name.substring(0, name.length() - ".yaml".length())))
                    .containsExactlyInAnyOrderElementsOf(CATALOGUE.entries().keySet());
        }
    }

    @Test
    void knowsTheShortPrefixesPeopleType() {
        assertThat(Map.of("ds", "deepseek", "pplx", "perplexity", "ark", "volcengine-ark", "openai", "openai"))
                .allSatisfy(
                        (prefix, id) -> assertThat(CATALOGUE.idOfPrefix(prefix)).isEqualTo(id));
    }

    @Test
    void refusesTwoEntriesWithOnePrefix() {
        ProviderNode.Spec deepseek = CATALOGUE.entries().get("deepseek");

        assertThatThrownBy(() -> new Catalogue(Map.of("deepseek", deepseek, "ds", deepseek)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ds");
    }
}
