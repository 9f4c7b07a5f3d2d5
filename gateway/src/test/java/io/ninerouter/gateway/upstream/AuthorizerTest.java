package io.ninerouter.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.AuthScheme.Scheme;
import io.ninerouter.config.Credential;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizerTest {
    private static final URI PLACE = URI.create("https://x/v1/messages");

    @ParameterizedTest(name = "{0} {1} on {2}: {3} and {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "BEARER, -, https://x/a, authorization=Bearer s+c/t, https://x/a",
                "HEADER, x-api-key, https://x/a, x-api-key=s+c/t, https://x/a",
                "QUERY, key, https://x/a, -, https://x/a?key=s%2Bc%2Ft",
                "QUERY, key, https://x/a?alt=sse, -, https://x/a?alt=sse&key=s%2Bc%2Ft",
                "NONE, -, https://x/a, -, https://x/a",
            })
    void putsTheCredentialWhereTheSchemeSays(Scheme scheme, String name, URI uri, String header, URI expected) {
        HttpHeaders headers = new DefaultHttpHeaders();

        URI signed = Authorizer.authorize(new AuthScheme(scheme, name), Credential.apiKey("s+c/t"), headers, uri);

        assertThat(signed).isEqualTo(expected);
        if (header == null) {
            assertThat(headers).isEmpty();
        } else {
            assertThat(headers.entries()).extracting(Object::toString).containsExactly(header);
        }
    }

    @Test
    void refusesToSendWithoutACredentialThatIsNeeded() {
        assertThatThrownBy(() -> Authorizer.authorize(AuthScheme.BEARER, null, new DefaultHttpHeaders(), PLACE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("BEARER");
    }
}
