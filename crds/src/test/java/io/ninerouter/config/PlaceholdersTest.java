package io.ninerouter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The {@code {name}} within addresses and headers. */
class PlaceholdersTest {
    private static final Map<String, String> VALUES = Map.of("region", "eu", "dollar", "$1\\");

    @ParameterizedTest(name = "{0}")
    @CsvSource(nullValues = "null", textBlock = """
            https://a.example/v1         , https://a.example/v1
            https://{region}.example/v1  , https://eu.example/v1
            {region}{region}             , eueu
            {region?}                    , eu
            {team}                       , null
            {team?}                      , null
            {session}                    , null
            {dollar}                     , $1\\
            {not a name}                 , {not a name}
            {}                           , {}
            """)
    void fillsWhatHasAValue(String text, String filled) {
        assertThat(Placeholders.fill(text, VALUES)).isEqualTo(filled);
    }

    @Test
    void tellsWhichNamesNeedAValue() {
        assertThat(Placeholders.in("{b?}-{a}-{model}-{session}-{uuid}-{b?}-{c?}-{c}"))
                .isEqualTo(Map.of("a", true, "b", false, "c", true));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            {endpoint}/openai/v1               , https://host/openai/v1
            {region}/v1                        , eu/v1
            https://{region}.{zone}.example:{port}/v1, https://eu.x.example:x/v1
            """)
    void makesUpWhatIsNotKnown(String address, String example) {
        assertThat(Placeholders.example(address, VALUES)).isEqualTo(example);
    }
}
