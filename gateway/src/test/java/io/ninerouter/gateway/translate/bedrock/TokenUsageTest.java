package io.ninerouter.gateway.translate.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenUsageTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    an hour and five minutes       | [{"ttl":"5m","inputTokens":30},{"ttl":"1h","inputTokens":70}] | 70
                    the time after the tokens      | [{"inputTokens":70,"ttl":"1h"}]                               | 70
                    several of an hour             | [{"ttl":"1h","inputTokens":30},{"ttl":"1h","inputTokens":40}] | 70
                    five minutes alone             | [{"ttl":"5m","inputTokens":100}]                              | 0
                    a time that is not known       | [{"ttl":"1d","inputTokens":100}]                              | 0
                    none                           | []                                                            | 0
                    null                           | null                                                          | 0
                    no list                        | {"ttl":"1h","inputTokens":70}                                 | 0
                    nonsense in the list           | ["1h",7,null,{"ttl":7,"inputTokens":70}]                      | 0
                    more than was written          | [{"ttl":"1h","inputTokens":101}]                              | 100
                    less than nothing              | [{"ttl":"1h","inputTokens":-5}]                               | 0
                    more than anyone can write     | [{"ttl":"1h","inputTokens":9223372036854775807},{"ttl":"1h","inputTokens":9}] | 100
                    """)
    void whatStaysForAnHourIsToldApart(String name, String details, long hour) {
        assertThat(read("""
                        {"inputTokens":1,"outputTokens":2,"totalTokens":106,"cacheReadInputTokens":3,
                         "cacheWriteInputTokens":100,"cacheDetails":%s,"serverToolUsage":{"inputTokens":9}}""".formatted(details))).isEqualTo(new Usage(1, 3, 100, 2, 0, hour));
    }

    @Test
    void sumsAloneAreNoUsageAndNeitherIsAnythingElse() {
        assertThat(read("{\"totalTokens\":106,\"cacheDetails\":[{\"ttl\":\"1h\",\"inputTokens\":1}]}"))
                .isNull();
        assertThat(read("null")).isNull();
        assertThat(read("[1]")).isNull();
    }

    private static Usage read(String json) {
        try (JsonReader in = JsonReader.of(Utf8.of(json))) {
            return TokenUsage.read(in);
        }
    }
}
