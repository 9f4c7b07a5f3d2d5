package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Secret;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.config.Credentials;
import io.ninerouter.operator.OperatorApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logins from their beginning to tokens in gateways' hands, with operators that end between any two steps. */
@Timeout(120)
class LoginTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Cluster cluster;
    private TokenVendor vendor;
    private VendorAccount account;
    private OperatorApp operator;
    private int operators;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        vendor = new TokenVendor();
        restart();
        account = new VendorAccount(cluster, vendor.origin());
    }

    @AfterEach
    void stop() throws Exception {
        operator.close();
        vendor.close();
        cluster.close();
    }

    @Test
    void importedRefreshTokenIsRenewedAndServes() throws Exception {
        String imported = vendor.newRefreshToken();
        account.give(imported);
        account.connect("kimi-coding", "Import");

        Credentials credentials =
                cluster.awaitCredentials("main", found -> found.byConnection().containsKey("acct"));

        assertThat(vendor.access)
                .containsKey(credentials.byConnection().get("acct").secret().reveal());
        assertThat(account.stored("refresh-token")).isNotEqualTo(imported);
        assertThat(vendor.refreshes).hasValue(1);
        ProviderConnection told = account.awaits("CredentialsValid", "True", "Valid");
        assertThat(told.getStatus().tokenExpiresAt()).isNotNull();
        assertThat(told.getStatus().toString()).doesNotContain("access-").doesNotContain("refresh-");
        // What gateways read holds no refresh token.
        assertThat(credentials.toString()).doesNotContain("refresh-");
    }

    @Test
    void missingSecretOfAnImportIsSaidAndFoundWhenItComes() throws Exception {
        account.connect("kimi-coding", "Import");
        account.awaits("ResolvedRefs", "False", "SecretNotFound");
        account.give(Map.of("other", "x"));
        ProviderConnection told = account.awaits("CredentialsValid", "False", "LoginRequired");
        assertThat(Cluster.condition(told.getStatus(), "Ready").status()).isEqualTo("False");
        assertThat(Cluster.condition(told.getStatus(), "Ready").message()).contains("put a refresh-token");
        account.give(vendor.newRefreshToken());
        account.awaits("CredentialsValid", "True", "Valid");
    }

    @Test
    void deviceCodeIsShownAndGoesOnThroughRestarts() throws Exception {
        account.connect("kimi-coding", "DeviceCode");
        ProviderConnection told = account.awaits("CredentialsValid", "False", "AwaitingLogin");
        ProviderConnection.Authorization shown = told.getStatus().authorization();
        assertThat(shown.verificationUri()).isEqualTo("https://vendor.example/enter");
        assertThat(shown.userCode()).isEqualTo("CODE-1");
        assertThat(shown.expiresAt()).isNotNull();
        assertThat(Cluster.condition(told.getStatus(), "Ready").message())
                .contains("visit https://vendor.example/enter and enter CODE-1");
        Secret made = cluster.find(VendorAccount.SECRET);
        assertThat(made.getMetadata().getOwnerReferences()).hasSize(1);
        account.awaitEvent("AwaitingLogin");
        assertThat(cluster.client()
                        .resources(Event.class)
                        .inNamespace(Cluster.NAMESPACE)
                        .list()
                        .getItems())
                .as("no alarm about what the operator begins by itself")
                .extracting(Event::getReason)
                .doesNotContain("LoginRequired");

        restart();
        await().atMost(PATIENCE).until(() -> vendor.polls.get() > 1);
        assertThat(vendor.codes).as("the code is the one that was shown").hasValue(1);
        vendor.pollAnswer = "";

        account.awaits("CredentialsValid", "True", "Valid");
        account.awaitEvent("LoggedIn");
        assertThat(cluster.find(VendorAccount.SECRET).getData()).doesNotContainKey("login");
        ProviderConnection done = cluster.await(
                ProviderConnection.class, "acct", one -> one.getStatus().authorization() == null);
        assertThat(done.getStatus().tokenExpiresAt()).isNotNull();
        cluster.awaitCredentials("main", found -> found.byConnection().containsKey("acct"));
        restart();
        account.awaits("CredentialsValid", "True", "Valid");
        assertThat(vendor.refreshes).as("a restart renews nothing").hasValue(0);
    }

    @Test
    void deniedConsentIsToldAndAnotherLoginBegunWhenAsked() throws Exception {
        account.connect("kimi-coding", "DeviceCode");
        account.awaits("CredentialsValid", "False", "AwaitingLogin");
        vendor.pollAnswer = "access_denied";
        ProviderConnection told = account.awaits("CredentialsValid", "False", "LoginFailed");
        assertThat(Cluster.condition(told.getStatus(), "CredentialsValid").message())
                .contains("denied")
                .contains("ninerouter.io/login");
        account.awaitEvent("LoginFailed");
        assertThat(vendor.codes).hasValue(1);
        vendor.pollAnswer = "";

        restart();
        account.awaits("CredentialsValid", "False", "LoginFailed");
        account.askForLogin("again");
        account.awaits("CredentialsValid", "True", "Valid");
        assertThat(vendor.codes).hasValue(2);
    }

    @Test
    void pastedAddressLogsInAndIsRemoved() throws Exception {
        account.connect("codex", "AuthorizationCode");
        ProviderConnection told = account.awaits("CredentialsValid", "False", "AwaitingLogin");
        String url = told.getStatus().authorization().authorizeUrl();
        assertThat(url)
                .startsWith(vendor.origin() + "/oauth/authorize?")
                .contains("code_challenge_method=S256")
                .contains("redirect_uri=http%3A%2F%2Flocalhost%3A1455%2Fauth%2Fcallback");
        String state = url.replaceFirst(".*[?&]state=([^&]*).*", "$1");
        assertThat(state).hasSize(43);

        account.paste("http://localhost:1455/auth/callback?code=good-code&state=another");
        ProviderConnection wrong = account.awaits("CredentialsValid", "False", "LoginFailed");
        assertThat(Cluster.condition(wrong.getStatus(), "CredentialsValid").message())
                .contains("its state is another");
        await().atMost(PATIENCE)
                .until(() -> !cluster.find(VendorAccount.SECRET).getData().containsKey("redirect-url"));
        assertThat(vendor.exchanged)
                .as("no code goes to the vendor with another state")
                .isEmpty();
        account.awaitEvent("LoginFailed");

        restart();
        account.paste("http://localhost:1455/auth/callback?code=good-code&scope=x&state=" + state);
        account.awaits("CredentialsValid", "True", "Valid");
        assertThat(vendor.exchanged).containsExactly("good-code");
        assertThat(cluster.find(VendorAccount.SECRET).getData()).doesNotContainKeys("redirect-url", "login");
    }

    @Test
    void codeThatIsTakenNoMoreIsToldWithAnotherAddress() throws Exception {
        account.connect("codex", "AuthorizationCode");
        String url = account.awaits("CredentialsValid", "False", "AwaitingLogin")
                .getStatus()
                .authorization()
                .authorizeUrl();
        account.paste("http://localhost:1455/auth/callback?code=old-code&state="
                + url.replaceFirst(".*[?&]state=([^&]*).*", "$1"));
        ProviderConnection told = account.awaits("CredentialsValid", "False", "LoginFailed");
        assertThat(Cluster.condition(told.getStatus(), "CredentialsValid").message())
                .contains("invalid_grant");
        assertThat(told.getStatus().authorization().authorizeUrl()).isNotEqualTo(url);
    }

    @Test
    void spentRefreshTokenStopsAndAsksForALogin() throws Exception {
        vendor.error = "refresh_token_reused";
        account.give(vendor.newRefreshToken());
        account.connect("kimi-coding", "Import");
        ProviderConnection told = account.awaits("CredentialsValid", "False", "LoginRequired");
        assertThat(Cluster.condition(told.getStatus(), "Ready").status()).isEqualTo("False");
        assertThat(Cluster.condition(told.getStatus(), "CredentialsValid").message())
                .contains("refresh_token_reused");
        vendor.error = "";
        restart();
        account.awaits("CredentialsValid", "False", "LoginRequired");
        assertThat(vendor.refreshes).as("a final error is not tried again").hasValue(0);
        account.give(vendor.newRefreshToken());
        account.awaits("CredentialsValid", "True", "Valid");
    }

    /** Beside tokens that serve: another login is told of, and what comes of it, while requests go on. */
    @Test
    void anotherLoginThatComesToNothingIsToldAndTheTokensServeOn() throws Exception {
        vendor.pollAnswer = "";
        account.connect("kimi-coding", "DeviceCode");
        account.awaits("CredentialsValid", "True", "Valid");
        String serving = account.stored("access-token");
        vendor.pollAnswer = "authorization_pending";
        account.askForLogin("again");
        ProviderConnection waiting = cluster.await(
                ProviderConnection.class, "acct", one -> one.getStatus().authorization() != null);
        assertThat(Cluster.condition(waiting.getStatus(), "CredentialsValid").message())
                .contains("logged in; visit https://vendor.example/enter and enter CODE-2");
        vendor.pollAnswer = "access_denied";

        ProviderConnection told = account.awaits("CredentialsValid", "True", "LoginFailed");
        assertThat(Cluster.condition(told.getStatus(), "CredentialsValid").message())
                .contains("another login came to nothing: the consent was denied");
        account.awaitEvent("LoginFailed");
        assertThat(account.stored("access-token")).isEqualTo(serving);
        cluster.awaitCredentials("main", found -> found.byConnection().containsKey("acct"));
    }

    private void restart() throws Exception {
        if (operator != null) {
            operator.close();
        }
        operator = cluster.operator("operator-" + ++operators);
    }
}
