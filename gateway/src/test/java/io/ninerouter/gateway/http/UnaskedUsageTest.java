package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.Credential;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RequestLines;
import io.ninerouter.gateway.fake.RunningGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stream of chat completions is counted by what its provider reports, whether its caller wants to know that or not. */
class UnaskedUsageTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIRST = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},"
            + "\"finish_reason\":null}],\"usage\":null}\n\n";
    private static final String SAID = FIRST
            + "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}\n\n";
    private static final String USAGE = "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,"
            + "\"completion_tokens\":5,\"total_tokens\":12}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private final RunningGateway gateway = RunningGateway.shared();
    private final RequestLines lines = new RequestLines();
    private FakeProvider provider;

    @BeforeEach
    void start() {
        provider = FakeProvider.start();
        provider.always(asked -> {
            boolean wanted = includesUsage(asked.body());
            return Reply.stream().send(SAID + (wanted ? USAGE : "") + DONE);
        });
    }

    @AfterEach
    void stop() {
        lines.close();
        provider.close();
    }

    private static boolean includesUsage(byte[] body) {
        try {
            return JSON.readTree(body)
                    .path("stream_options")
                    .path("include_usage")
                    .asBoolean();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void use(String edits) throws Exception {
        ProviderConfig config =
                ProviderDataTest.config("\"dialects\":[\"OpenAIChat\"]", provider.url() + "/v1", "\"edits\":" + edits);
        gateway.use(Configs.empty().provider(config).account("a", "p", Map.of(), Credential.apiKey("secret-of-p")));
    }

    private HttpResponse<byte[]> ask(String options) throws Exception {
        HttpResponse<byte[]> answer = gateway.send(gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"p/m\",\"stream\":true" + options
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a caller that says nothing       | ``                                                          | false
            a caller that does not want it   | `,"stream_options":{"include_usage":false}`                 | false
            one with other options           | `,"stream_options":{"include_obfuscation":false}`           | false
            one with options that are none   | `,"stream_options":null`                                    | false
            a caller that asks               | `,"stream_options":{"include_usage":true}`                  | true
            """)
    void theCallerGetsTheUsageThatItAskedForAndTheBooksGetItAlways(String name, String options, boolean gets)
            throws Exception {
        use("{\"streamDefaults\":{\"stream_options\":{\"include_usage\":true}}}");

        HttpResponse<byte[]> answer = ask(options);

        assertThat(text(answer)).isEqualTo(SAID + (gets ? USAGE : "") + DONE);
        assertThat(includesUsage(provider.only().body())).isTrue();
        assertThat(lines.of(answer))
                .containsEntry("usage", "reported")
                .containsEntry("input_tokens", 7L)
                .containsEntry("output_tokens", 5L);
        JsonNode sent = JSON.readTree(provider.only().body()).path("stream_options");
        assertThat(sent.has("include_obfuscation")).isEqualTo(options.contains("include_obfuscation"));
    }

    /** It was not us who made the provider say so. */
    @Test
    void whatAProviderTellsUnaskedPasses() throws Exception {
        use("{}");
        provider.always(Reply.stream().send(SAID + USAGE + DONE));

        HttpResponse<byte[]> answer = ask("");

        assertThat(text(answer)).isEqualTo(SAID + USAGE + DONE);
        assertThat(lines.of(answer)).containsEntry("usage", "reported");
    }

    @Test
    void aProviderThatMustNotBeAskedIsNot() throws Exception {
        use("{\"set\":{\"stream_options\":{\"include_usage\":true}},\"rename\":{\"stream_options\":\"gone\"},"
                + "\"remove\":[\"stream_options\"]}");
        provider.always(Reply.stream().send(SAID + DONE));

        HttpResponse<byte[]> answer = ask("");

        assertThat(text(answer)).isEqualTo(SAID + DONE);
        assertThat(lines.of(answer)).containsEntry("usage", "estimated");
    }

    /** What waits when the stream breaks goes out before the error. */
    @Test
    void aStreamThatBreaksWithinAnEventKeepsItsBytes() throws Exception {
        use("{\"streamDefaults\":{\"stream_options\":{\"include_usage\":true}}}");
        provider.always(
                Reply.stream().send(FIRST + "data: {\"id\":\"c\",\"choi").cut());

        HttpResponse<byte[]> answer = ask("");

        assertThat(text(answer))
                .startsWith(FIRST + "data: {\"id\":\"c\",\"choi\n\n")
                .contains("error");
        assertThat(lines.of(answer)).containsEntry("end", "cut");
    }
}
