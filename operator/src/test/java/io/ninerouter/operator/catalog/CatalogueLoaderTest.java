package io.ninerouter.operator.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.config.PriceRule;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
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
        ProviderNode.Spec spec = CATALOGUE.entries().get(id).node();

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
            if (CATALOGUE.entries().get(id).extra().takes().contains(Way.API_KEY)) {
                assertThat(spec.auth()).isEqualTo(new ProviderNode.Auth(AuthScheme.Scheme.HEADER, "x-api-key"));
            }
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
    void listPricesHaveADateAndASource() {
        ListPrices prices = CATALOGUE.prices();
        assertThat(LocalDate.parse(prices.date())).isAfter("2026-01-01");
        assertThat(prices.tables()).isNotEmpty().allSatisfy(table -> {
            assertThat(URI.create(table.source()).getScheme()).isEqualTo("https");
            assertThat(table.providers()).anyMatch(CATALOGUE.entries()::containsKey);
        });
    }

    /** A cached token never costs more than a fresh one, a written or generated one never less. */
    @Test
    void listPricesArePlausible() {
        List<PriceRule> all = Stream.of("openai", "anthropic", "gemini", "deepseek")
                .flatMap(id -> CATALOGUE.prices().of(id).stream())
                .toList();
        assertThat(all).hasSizeGreaterThan(40).allSatisfy(rule -> {
            PriceConfig price = rule.price();
            assertThat(price.input()).isPositive();
            if (price.cacheRead() != null) {
                assertThat(price.cacheRead()).isLessThan(price.input());
            }
            if (price.cacheWrite() != null) {
                assertThat(price.cacheWrite()).isGreaterThan(price.input());
            }
            if (price.output() != null) {
                assertThat(price.output()).isGreaterThan(price.input());
            }
        });
    }

    @Test
    void everyBuiltInModelOfTheLargeVendorsHasAPriceAndASubscriptionHasTheSame() {
        for (String id : List.of("openai", "anthropic", "gemini")) {
            List<String> globs =
                    CATALOGUE.prices().of(id).stream().map(PriceRule::model).toList();
            assertThat(CATALOGUE.entries().get(id).node().models())
                    .extracting(ProviderNode.Model::id)
                    // Given away: Google publishes no price.
                    .filteredOn(model -> !model.startsWith("gemma-"))
                    .allSatisfy(model -> assertThat(globs)
                            .anyMatch(glob -> glob.equals(model)
                                    || (glob.endsWith("*") && model.startsWith(glob.substring(0, glob.length() - 1)))));
        }
        assertThat(CATALOGUE.prices().of("claude")).isEqualTo(CATALOGUE.prices().of("anthropic"));
        assertThat(CATALOGUE.prices().of("somebody-else")).isEmpty();
    }

    @Test
    void refusesTwoEntriesWithOnePrefix() {
        CatalogueEntry deepseek = CATALOGUE.entries().get("deepseek");

        assertThatThrownBy(() -> new Catalogue(Map.of("deepseek", deepseek, "ds", deepseek)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ds");
    }
}
