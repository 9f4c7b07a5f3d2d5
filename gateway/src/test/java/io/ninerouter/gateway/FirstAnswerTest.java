package io.ninerouter.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import org.junit.jupiter.api.Test;

class FirstAnswerTest {
    @Test
    void streamsThrough() throws Exception {
        try (FakeProvider provider = FakeProvider.start();
                RunningGateway gateway = RunningGateway.start()) {
            gateway.use(Configs.empty().provider("one", provider.url() + "/v1", Dialect.OPENAI_CHAT));
            String body = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n"
                    + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
            provider.always(Reply.stream().send(body));
            var answer = gateway.send(gateway.post(
                    "/v1/chat/completions", "{\"model\":\"one/gpt\",\"stream\":true,\"messages\":[]}"));
            System.err.println(answer.headers().map());
            System.err.println(new String(answer.body()));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(new String(answer.body())).isEqualTo(body);
            assertThat(provider.only().text()).isEqualTo("{\"model\":\"gpt\",\"stream\":true,\"messages\":[]}");
            for (String path : new String[] {"/livez", "/readyz", "/metrics"}) {
                var m = gateway.client().send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(gateway.managementUrl() + path)).build(), java.net.http.HttpResponse.BodyHandlers.ofString());
                System.err.println(path + " " + m.statusCode() + " " + m.body().lines().filter(l -> !l.startsWith("#") && (l.contains("gen_ai")&&!l.contains("bucket") || l.contains("nine") || l.contains("status"))).toList());
            }
        }
    }
}
