package io.ninerouter.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The terminal belongs to the person. */
class QuickstartLogTest {
    private static final String FOLDER = "quickstart.directory";
    private static final String BODY = "{\"model\":\"nowhere\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @TempDir
    private Path scratch;

    @BeforeEach
    void chooseTheFolder() {
        System.setProperty(FOLDER, scratch.toString());
    }

    @AfterEach
    void forgetIt() {
        System.clearProperty(FOLDER);
    }

    @Test
    void requestLinesGoToTheFileOfTheLogAlone() throws Exception {
        String id;
        Logger requests = (Logger) LoggerFactory.getLogger("ninerouter.request");
        try (Quickstart quickstart = Quickstart.start(QuickstartSettings.anyPorts(scratch));
                HttpClient client = HttpClient.newHttpClient()) {
            id = ask(client, quickstart).headers().firstValue("x-request-id").orElseThrow();
            assertThat(requests.isAdditive()).isTrue();
            assertThat(requests.iteratorForAppenders()).isExhausted();
        }

        assertThat(scratch.resolve("quickstart.log"))
                .content()
                .contains("ninerouter.request request")
                .contains("request_id=\"" + id + "\"")
                .contains("model=\"nowhere\"");
    }

    private static HttpResponse<Void> ask(HttpClient client, Quickstart quickstart) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(quickstart.gateway().resolve("/v1/chat/completions"))
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + quickstart.key().reveal())
                .POST(BodyPublishers.ofString(BODY))
                .build();
        return client.send(request, BodyHandlers.discarding());
    }
}
