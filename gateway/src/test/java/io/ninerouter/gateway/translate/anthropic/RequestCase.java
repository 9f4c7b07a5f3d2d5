package io.ninerouter.gateway.translate.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.chat.ChatRequest;
import java.util.List;

/**
 * A request of an OpenAI chat client, and what comes of it.
 *
 * @param pointer where to look in the body; what is there is compared as JSON text
 * @param losses all there are
 */
record RequestCase(
        String name, ChatRequest request, String model, String pointer, String expected, List<String> losses) {

    static RequestCase row(
            String name, ChatRequest request, String model, String pointer, String expected, String... losses) {
        return new RequestCase(name, request, model, pointer, expected, List.of(losses));
    }

    void check() {
        Requests.Encoded encoded = Requests.encode(request, model);
        assertThat(encoded.at(pointer)).isEqualTo(expected);
        assertThat(encoded.losses()).containsExactlyInAnyOrderElementsOf(losses);
    }

    @Override
    public String toString() {
        return name;
    }
}
