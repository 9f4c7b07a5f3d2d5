package io.ninerouter.gateway.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.json.RawJson;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Schemas by chance. What a vendor is sent it takes, and what a caller's schema allows the bound one allows. */
class SchemaBindingLawsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SCHEMAS = 4_000;
    private static final int VALUES = 12;
    /** What callers agree on narrows: values that only the other reading allows are not looked at. */
    private static final Set<String> CONVENTIONS =
            Set.of("objects without further members", "members that need not be there as null");

    @ParameterizedTest
    @EnumSource(VendorRules.class)
    void neitherSendWhatIsRefusedNorForbidWhatWasAllowed(VendorRules vendor) {
        int bound = 0;
        int looked = 0;
        for (int seed = 0; seed < SCHEMAS; seed++) {
            Schemas chance = new Schemas(seed);
            ObjectNode asked = chance.document();
            Binding binding = SchemaBinder.answer(RawJson.of(asked.toString()), vendor.rules);
            if (!(binding instanceof Binding.Bound made)) {
                continue;
            }
            bound++;
            JsonNode sent = JSON.readTree(made.schema().text());
            assertThat(vendor.refuses(sent))
                    .as("seed %s: %s is sent as %s", seed, asked, sent)
                    .isEmpty();
            if (made.relaxed().stream().anyMatch(CONVENTIONS::contains)) {
                continue;
            }
            for (int i = 0; i < VALUES; i++) {
                JsonNode value = chance.value(asked, asked, 3);
                if (Schemas.allows(asked, value, asked)) {
                    looked++;
                    assertThat(Schemas.allows(sent, value, sent))
                            .as("seed %s: %s allows %s, %s does not", seed, asked, value, sent)
                            .isTrue();
                }
            }
        }
        // The law is not kept by binding nothing.
        assertThat(List.of(bound, looked)).as("bound, looked at").allMatch(count -> count > 200);
    }
}
