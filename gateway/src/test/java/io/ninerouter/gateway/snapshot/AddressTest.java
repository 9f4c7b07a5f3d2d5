package io.ninerouter.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.config.Credential;
import io.ninerouter.config.SecretText;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(delimiter = '|', textBlock = """
        https://api.x.test/v1                    |                          | https://api.x.test/v1             | https://api.x.test/v1
        https://{r}.azure.test/openai            | r=my-res                 | https://my-res.azure.test/openai  | https://my-res.azure.test
        http://{host}:{port}/v1                  | host=h.test;port=81      | http://h.test:81/v1               | http://h.test:81
        https://x.test/accounts/{a}/ai           | a=0f                     | https://x.test/accounts/0f/ai     | https://x.test
        https://x.test/{a}/b                     | a=a/../b c?#%é           | https://x.test/a%2F..%2Fb%20c%3F%23%25%C3%A9/b | https://x.test
        https://x.test/d/{model}?v={v}           | model=a/b;v=2024-10-21   | https://x.test/d/a%2Fb?v=2024-10-21 | https://x.test
        {endpoint}/openai/v1                     | endpoint=https://r.test/ | https://r.test/openai/v1          | https://r.test
        {baseUrl}/api                            | baseUrl=http://o.svc:11434 | http://o.svc:11434/api          | http://o.svc:11434
        """)
    void fillsInItsValues(String address, String values, String filled, String endpoint) {
        Address compiled = Address.of(address);

        assertThat(compiled.at(values(values), null)).hasToString(filled);
        assertThat(compiled.endpoint(values(values), null)).isEqualTo(endpoint);
        assertThat(compiled.fixed() == null).isEqualTo(address.contains("{"));
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(delimiter = '|', textBlock = """
        https://x.test/v1            | /chat/completions  | https://x.test/v1/chat/completions
        https://x.test               | /models/m:s?alt=sse | https://x.test/models/m:s?alt=sse
        https://x.test/v1?v=2        | /messages          | https://x.test/v1/messages?v=2
        https://x.test/v1?v=2        | /m:s?alt=sse       | https://x.test/v1/m:s?alt=sse&v=2
        https://{r}.test/d?v=2       | /messages          | https://1.test/d/messages?v=2
        """)
    void putsAPathBeforeItsQuery(String address, String path, String whole) {
        Address compiled = Address.of(address);
        URI base = compiled.at(name -> "1", null);

        assertThat(compiled.below(base, path)).hasToString(whole);
        assertThat(compiled.below(base, path)).hasToString(whole);
    }

    @Test
    void givesForEachPathItsOwnHoweverManyThereAre() {
        Address compiled = Address.of("https://x.test");
        for (int i = 0; i < 1_000; i++) {
            String path = "/models/" + i % 300;
            assertThat(compiled.below(compiled.at(name -> null, null), path)).hasToString("https://x.test" + path);
        }
    }

    @Test
    void givesForEachValueItsOwnHoweverManyThereAreAndReadsEachOnce() {
        Address compiled = Address.of("https://{r}.test/v1");
        for (int i = 0; i < 1_000; i++) {
            String region = "r" + i % 300;
            URI base = compiled.at(name -> region, null);
            assertThat(base).hasToString("https://" + region + ".test/v1");
            assertThat(compiled.below(base, "/a")).hasToString("https://" + region + ".test/v1/a");
        }
        URI base = compiled.at(name -> "eu", null);
        assertThat(compiled.at(name -> "eu", null)).isSameAs(base);
        assertThat(compiled.below(base, "/a")).isSameAs(compiled.below(base, "/a"));
    }

    @Test
    void takesAnotherBaseThanItsOwn() {
        Address compiled = Address.of("https://x.test");
        compiled.below(URI.create("https://x.test"), "/a");

        assertThat(compiled.below(URI.create("https://own.test"), "/a")).hasToString("https://own.test/a");
    }

    @Test
    void saysWhichPathNoAddressCanHold() {
        Address compiled = Address.of("https://x.test");

        assertThatThrownBy(() -> compiled.below(URI.create("https://x.test"), "/a b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("path: /a b (expected: ");
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(delimiter = '|', textBlock = """
        https://{r}.azure.test/openai  |                             | r: none
        https://{r}.azure.test/openai  | r=                          | r: none
        https://{r}.azure.test/openai  | r=evil.test/                | r: a value that cannot stand there
        https://{r}.azure.test/openai  | r=evil.test#                | r: a value that cannot stand there
        https://{r}.azure.test/openai  | r=evil.test?                | r: a value that cannot stand there
        https://{r}.azure.test/openai  | r=user@evil                 | r: a value that cannot stand there
        https://{r}.azure.test/openai  | r=evil:80                   | r: a value that cannot stand there
        https://{r}.azure.test/openai  | r=evil\\                    | r: a value that cannot stand there
        https://{r}.azure.test/openai  | r=a..b                      | r: a value that cannot stand there
        https://{r}.azure.test/openai  | r=-a                        | r: a value that cannot stand there
        https://{r}.azure.test/openai  | r=é                         | r: a value that cannot stand there
        http://h.test:{port}/          | port=x                      | baseUrl: http://h.test:{port}/
        https://x.test/a/{p}/b         | p=..                        | p: a value that cannot stand there
        https://x.test/a/{p}/b         | p=.                         | p: a value that cannot stand there
        {endpoint}/v1                  | endpoint=evil               | endpoint: a value that cannot stand there
        {endpoint}/v1                  | endpoint=file:///etc/passwd | endpoint: a value that cannot stand there
        {endpoint}/v1                  | endpoint=http://u:p@h.test  | endpoint: a value that cannot stand there
        {endpoint}/v1                  | endpoint=http://h.test/?q=  | endpoint: a value that cannot stand there
        {endpoint}/v1                  | endpoint=http://h.test/#f   | endpoint: a value that cannot stand there
        """)
    void refusesWhatIsMissingOrSaysMoreThanItMay(String address, String values, String message) {
        assertThatThrownBy(() -> Address.of(address).at(values(values), null))
                .isInstanceOf(UnfilledException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://x.test",
                "x.test/v1",
                "https:///v1",
                "https://x.test/{a",
                "{scheme}://x.test",
                "https://x.test/{a?}",
                "not an address",
                ""
            })
    void isNoneWhenNoValueCouldMakeItOne(String address) {
        assertThat(Address.of(address)).isNull();
    }

    @Test
    void theAccountsOwnAddressStandsOverIt() {
        Credential credential = new Credential(
                Credential.Kind.ACCESS_TOKEN, SecretText.of("t"), null, Map.of("baseUrl", "https://own.test/v2/"));
        for (String address : new String[] {"https://x.test/v1", "https://{r}.x.test/v1"}) {
            Address compiled = Address.of(address);

            assertThat(compiled.at(name -> null, credential)).hasToString("https://own.test/v2");
            assertThat(compiled.endpoint(name -> null, credential)).isEqualTo("https://own.test");
            assertThat(compiled.isPlain(credential)).isFalse();
        }
        Credential odd = new Credential(
                Credential.Kind.ACCESS_TOKEN, SecretText.of("t"), null, Map.of("baseUrl", "portal.test"));
        assertThatThrownBy(() -> Address.of("https://x.test").at(name -> null, odd))
                .hasMessageStartingWith("baseUrl: a value that cannot stand there");
    }

    @Test
    void headersAreFilledInAndLeftOutWhereNothingHasToBeThere() {
        FixedHeaders headers =
                new FixedHeaders(Map.of("a", "1", "b", "x-{b}", "c", "{c?}", "d", "{\"json\": {}}", "e", "{b}:{c?}"));

        assertThat(headers.with(values("b=2"))).isEqualTo(Map.of("a", "1", "b", "x-2", "d", "{\"json\": {}}"));
        assertThat(headers.with(values("b=2;c=3"))).containsEntry("c", "3").containsEntry("e", "2:3");
        assertThat(headers.fixed()).isEqualTo(Map.of("a", "1", "d", "{\"json\": {}}"));
        assertThatThrownBy(() -> headers.with(values("c=3"))).hasMessageStartingWith("b: none");
        for (String value : new String[] {"a\r\nx: y", "a\nb", "a\u0000", "é", "\u007f"}) {
            assertThatThrownBy(() -> headers.with(name -> value))
                    .isInstanceOf(UnfilledException.class)
                    .hasMessageEndingWith(": a value that cannot stand there (expected: what a header can hold)");
        }
    }

    private static Template.Values values(String text) {
        Map<String, String> values = new HashMap<>();
        if (text != null) {
            for (String each : text.split(";")) {
                int at = each.indexOf('=');
                values.put(each.substring(0, at), each.substring(at + 1));
            }
        }
        return values::get;
    }
}
