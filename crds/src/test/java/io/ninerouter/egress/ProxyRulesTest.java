package io.ninerouter.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.config.EgressConfig;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which proxy a request goes through. */
class ProxyRulesTest {

    @ParameterizedTest(name = "{0} and {1}: direct {2}")
    @CsvSource({
        "*, https://any.example, true",
        "example.com, https://example.com/v1, true",
        "example.com, https://api.example.com/v1, true",
        "example.com, https://notexample.com/v1, false",
        "EXAMPLE.com., https://Example.COM./v1, true",
        ".example.com, https://api.example.com, true",
        ".example.com, https://example.com, false",
        "*.example.com, https://a.b.example.com, true",
        "*.example.com, https://example.com, false",
        "example.com:8443, https://example.com:8443, true",
        "example.com:8443, https://example.com, false",
        "example.com:443, https://example.com, true",
        "example.com:80, http://example.com, true",
        "10.0.0.0/8, http://10.200.3.4:8000, true",
        "10.0.0.0/8, http://11.0.0.1, false",
        "10.0.0.0/9, http://10.128.0.1, false",
        "0.0.0.0/0, http://8.8.8.8, true",
        "10.0.0.0/8, http://ten.example, false",
        "192.168.1.7, http://192.168.1.7, true",
        "192.168.1.7:81, http://192.168.1.7, false",
        "fd00::/8, 'http://[fd12::1]:80/', true",
        "fd00::/8, 'http://[fe12::1]:80/', false",
        "::1, 'http://[::1]:9/', true",
        "[::1]:9, 'http://[::1]:9/', true",
        "[::1]:9, 'http://[::1]:8/', false",
        "2001:db8::1, 'http://[2001:db8:0:0::1]/', true",
        "127.0.0.1, http://localhost, false",
        "svc, http://vllm.models.svc:8000, true",
    })
    void anExceptionIsReachedDirectly(String exception, String url, boolean direct) {
        ProxyRules rules = rules("http://p:3128", "http://p:3128", exception);

        assertThat(rules.proxyFor(URI.create(url)) == null).isEqualTo(direct);
    }

    @Test
    void theSchemeOfTheAddressChoosesTheProxy() {
        ProxyRules rules = rules("socks5h://[fd00::1]", "https://web.proxy");

        assertThat(rules.proxyFor(URI.create("https://a"))).isEqualTo(new Proxy(Proxy.Kind.SOCKS5H, "fd00::1", 1080));
        assertThat(rules.proxyFor(URI.create("http://a"))).isEqualTo(new Proxy(Proxy.Kind.HTTPS, "web.proxy", 443));
        assertThat(rules("http://p", null).proxyFor(URI.create("http://a"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gopher://p",
                "http://",
                "http://user:canary@p:1",
                "http://user@p",
                "p:0",
                "http://p:99999",
                "http://a b",
                "://"
            })
    void whatIsNoProxyIsNamedWithoutItsPassword(String text) {
        assertThatThrownBy(() -> rules(text, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: ")
                .hasMessageNotContaining("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0/x", "host/8", "a b", "host:0", "host:70000", "-x-", "fd00::/129"})
    void whatIsNoExceptionIsNamed(String text) {
        assertThatThrownBy(() -> rules("http://p", null, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text)
                .hasMessageContaining("expected: ");
    }

    @ParameterizedTest(name = "{0}: https by {1}, http by {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "HTTPS_PROXY=http://s:1, s:1, -",
                "https_proxy=http://s:1, s:1, -",
                "HTTP_PROXY=http://h:1, -, h:1",
                "ALL_PROXY=socks5://a:1, a:1, a:1",
                "all_proxy=a:1 HTTPS_PROXY=s:1, s:1, a:1",
                "https_proxy=low:1 HTTPS_PROXY=up:1, low:1, -",
                "https_proxy= HTTPS_PROXY=up:1, up:1, -",
                "HTTPS_PROXY=s:1 NO_PROXY=x.example;target.example, -, -",
                "HTTPS_PROXY=s:1 no_proxy=*, -, -",
                "PATH=x, -, -",
            })
    void theEnvironmentIsReadAsEverybodyReadsIt(String variables, String https, String http) {
        Map<String, String> environment = new java.util.HashMap<>();
        for (String one : variables.split(" ")) {
            environment.put(
                    one.substring(0, one.indexOf('=')),
                    one.substring(one.indexOf('=') + 1).replace(';', ','));
        }
        ProxyRules rules = ProxyRules.ofEnvironment(environment::get).rules();

        assertThat(authority(rules.proxyFor(URI.create("https://target.example"))))
                .isEqualTo(https);
        assertThat(authority(rules.proxyFor(URI.create("http://target.example"))))
                .isEqualTo(http);
    }

    @Test
    void aPasswordInTheEnvironmentIsTakenAndNeverTold() {
        Map<String, String> environment =
                Map.of("HTTPS_PROXY", "http://us%40er:canary%3A%25+x@p:3128", "NO_PROXY", "10.0.0.0/99,good");
        ProxyRules.OfEnvironment read = ProxyRules.ofEnvironment(environment::get);

        ProxyLogin login = read.rules().login();
        assertThat(login).isNotNull();
        assertThat(login.username()).isEqualTo("us@er");
        assertThat(login.password().reveal()).isEqualTo("canary:%+x");
        assertThat(read.problems()).singleElement().asString().contains("NO_PROXY", "10.0.0.0/99");
        assertThat(read.rules().proxyFor(URI.create("https://good"))).isNull();
        assertThat(login + " " + read + " " + read.rules().proxies()).doesNotContain("canary");
    }

    private static String authority(Proxy proxy) {
        return proxy == null ? null : proxy.authority();
    }

    private static ProxyRules rules(String https, String http, String... exceptions) {
        return ProxyRules.of(new EgressConfig(https, http, List.of(exceptions), null, null, null, null), null);
    }
}
