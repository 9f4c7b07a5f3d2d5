package io.ninerouter.operator.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.CatalogueLoader;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens out of service account keys, when the key is replaced. */
class MintedTokensTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static String pem;

    private int number;
    private boolean refuses;

    @BeforeAll
    static void key() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        KeyPair pair = generator.generateKeyPair();
        pem = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    }

    private static Wanted wanted(String id, String account, String project) {
        SecretText key = SecretText.of(
                "{\"client_email\":\"%s\",\"private_key_id\":\"%s\",\"project_id\":\"%s\",\"private_key\":\"%s\"}"
                        .formatted(account, id, project, pem));
        return Mint.wanted(CatalogueLoader.load().logins().serviceAccounts().get("vertex"), key, Map.of());
    }

    private Player player() {
        Player player = new Player(wanted("k1", "one@p.example", "p-1"), NOW, ask -> {
            String body = refuses
                    ? "{\"error\":\"invalid_grant\"}"
                    : "{\"access_token\":\"a-" + ++number + "\",\"expires_in\":3600}";
            return new Answer.Came(refuses ? 400 : 200, null, Json.read(body));
        });
        player.run(Duration.ofMinutes(1));
        assertThat(player.shown()).isEqualTo("a-1");
        return player;
    }

    @Test
    void anotherKeyOfTheSameAccountRenewsAtOnceAndTheOldTokenServesUntilThen() {
        Player player = player();
        player.want(wanted("k2", "one@p.example", "p-1"));
        assertThat(player.standing().credential().secret().reveal()).isEqualTo("a-1");
        player.rest();

        assertThat(player.shown()).isEqualTo("a-2");
        assertThat(player.asked).hasSize(2);
        player.run(Duration.ofMinutes(5));
        assertThat(player.asked).as("once for the key").hasSize(2);
    }

    @Test
    void tokenAndProjectOfAnotherAccountServeNoMore() {
        Player player = player();
        assertThat(player.standing().credential().facts()).containsEntry("project", "p-1");
        player.want(wanted("k1", "two@q.example", "q-1"));
        assertThat(player.standing().credential()).isNull();
        assertThat(player.standing().standing().state()).isEqualTo(Standing.State.INCOMPLETE);
        player.rest();

        assertThat(player.standing().credential().secret().reveal()).isEqualTo("a-2");
        assertThat(player.standing().credential().facts()).containsEntry("project", "q-1");
        assertThat(player.standing().standing().who().email()).isEqualTo("two@q.example");
    }

    @Test
    void keyThatTheVendorRefusesIsReplacedWithoutWaitingForThePauseAfterIt() {
        Player player = player();
        refuses = true;
        player.want(wanted("broken", "one@p.example", "p-1"));
        player.run(Duration.ofMinutes(20));
        assertThat(player.shown()).isEqualTo("a-1");
        assertThat(player.trouble()).contains("invalid_grant");
        refuses = false;
        player.want(wanted("k3", "one@p.example", "p-1"));
        player.rest();
        assertThat(player.shown()).isEqualTo("a-2");
    }

    @Test
    void keyIsRenewedAsTokensAreAndNoOftener() {
        Player player = player();
        player.run(Duration.ofHours(5));
        assertThat(player.asked.size()).isBetween(5, 7);
    }
}
