package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.GatewayConfig.Limits;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.GatewayConfig.Timeouts;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.RawClient;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import java.io.IOException;

/** The combo {@code both} of two accounts at a provider that does what a test wants. */
record TwoAccounts(RunningGateway gateway, FakeProvider provider) {

    /** Begins anew with a provider of this dialect that does this, whatever it is asked. */
    void use(Dialect dialect, Timeouts timeouts, Reply reply) {
        provider.reset();
        provider.always(reply);
        Configs configs = Configs.empty()
                .settings(new Settings(
                        true,
                        GatewayConfig.Accounts.DEFAULT,
                        timeouts,
                        15_000,
                        new Limits(1_000_000, 100),
                        GatewayConfig.RequestLog.NONE));
        Spoken.join(configs, dialect, "a", provider.url());
        Spoken.join(configs, dialect, "b", provider.url());
        gateway.use(configs.combo("both", "a/" + Spoken.model(dialect), "b/" + Spoken.model(dialect)));
    }

    /** The status of the answer, or 0 where it was cut after its beginning: in one piece there is no other way to say so. */
    int statusOrCut(String path, String body) throws InterruptedException {
        try {
            return gateway.send(gateway.post(path, body)).statusCode();
        } catch (IOException e) {
            assertThat(e).hasMessageNotContaining("timed out");
            return 0;
        }
    }

    /** A caller who asks and leaves as soon as the provider is asked. */
    void leave(String path, String body) throws IOException, InterruptedException {
        try (RawClient client = new RawClient(gateway.port())) {
            client.post(path, body);
            provider.take();
        }
    }
}
