package io.ninerouter.quickstart.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.quickstart.api.Yaml;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestFormsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/api/v1/secrets                       | '' v1 '' secrets '' ''",
                "/api/v1/namespaces                    | '' v1 '' namespaces '' ''",
                "/api/v1/namespaces/a                  | '' v1 '' namespaces a ''",
                "/api/v1/namespaces/a/status           | '' v1 '' namespaces a status",
                "/api/v1/namespaces/a/finalize         | '' v1 '' namespaces a finalize",
                "/api/v1/namespaces/a/secrets          | '' v1 a secrets '' ''",
                "/api/v1/namespaces/a/secrets/b        | '' v1 a secrets b ''",
                "/apis/g.io/v1/namespaces/a/ws/b/status| g.io v1 a ws b status",
                "/apis/g.io/v1/ws/b/status             | g.io v1 '' ws b status",
            })
    void readsPathsOfResources(String path, String expected) {
        assertThat(Route.of(path))
                .isInstanceOfSatisfying(
                        Route.Resource.class,
                        route -> assertThat(String.join(
                                        " ",
                                        shown(route.group()),
                                        shown(route.version()),
                                        shown(route.namespace()),
                                        shown(route.plural()),
                                        shown(route.name()),
                                        shown(route.subresource())))
                                .isEqualTo(expected));
    }

    @Test
    void readsOtherPaths() {
        assertThat(Route.of("/")).isEqualTo(new Route.Other(List.of()));
        assertThat(Route.of("/apis/g.io/v1")).isEqualTo(new Route.Other(List.of("apis", "g.io", "v1")));
        assertThat(Route.of("/openapi/v3/apis/g.io/v1"))
                .isEqualTo(new Route.Other(List.of("openapi", "v3", "apis", "g.io", "v1")));
    }

    @Test
    void readsParameters() {
        Query query = new Query("a=1&b=x%20y&c&a=2&watch=true");
        assertThat(query.text("a")).isEqualTo("1");
        assertThat(query.text("b")).isEqualTo("x y");
        assertThat(query.text("c")).isEmpty();
        assertThat(query.flag("watch")).isTrue();
        assertThat(query.number("a", 9)).isEqualTo(1);
        assertThat(query.number("b", 9)).isEqualTo(9);
    }

    @Test
    void readsTheProtobufFormOfASecret() {
        byte[] metadata = message(field(1, "n"), field(3, ""), field(11, message(field(1, "k"), field(2, "v"))));
        byte[] secret = message(field(1, metadata), field(2, message(field(1, "key"), field(2, "hi"))), field(3, "t"));
        assertThat(Protobuf.parse(unknown("Secret", secret))).isEqualTo(Yaml.object("""
            apiVersion: v1
            kind: Secret
            metadata: {name: "n", labels: {k: v}}
            data: {key: aGk=}
            type: t
            """));
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThatThrownBy(() -> Protobuf.parse(new byte[] {1, 2, 3})).hasMessageContaining("does not begin with k8s");
        assertThatThrownBy(() -> Protobuf.parse(unknown("Pod", message()))).hasMessageContaining("of kind Pod");
        byte[] whole = unknown("Secret", message(field(3, "type")));
        for (int length = 5; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            try {
                Protobuf.parse(cut);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("protobuf");
            }
        }
    }

    private static byte[] unknown(String kind, byte[] raw) {
        byte[] content = message(field(1, message(field(1, "v1"), field(2, kind))), field(2, raw));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {'k', '8', 's', 0});
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] field(int number, String text) {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] field(int number, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(number << 3 | 2);
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] message(byte[]... fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] field : fields) {
            out.writeBytes(field);
        }
        return out.toByteArray();
    }

    private static String shown(String part) {
        return part.isEmpty() ? "''" : part;
    }
}
