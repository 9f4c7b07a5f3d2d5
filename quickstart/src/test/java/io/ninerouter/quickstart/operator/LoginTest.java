package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.config.Credentials;
import io.ninerouter.operator.OperatorApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
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
    private OperatorApp operator;
    private int operators;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        vendor = new TokenVendor();
        restart();
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {gateway: {replicas: 0}, access: {requireApiKey: false}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderNode
                metadata: {name: acme, namespace: default}
                spec: {dialect: OpenAIChat, baseUrl: "%s/v1", models: [{id: m}]}
                """.formatted(vendor.origin()));
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
        secret(Map.of("refresh-token", imported));
        connection("kimi-coding", "Import");

        Credentials credentials =
                cluster.awaitCredentials("main", found -> found.byConnection().containsKey("acct"));

        assertThat(vendor.access)
                .containsKey(credentials.byConnection().get("acct").secret().reveal());
        assertThat(cluster.value("acct-tokens", "refresh-token")).isNotEqualTo(imported);
        assertThat(vendor.refreshes).hasValue(1);
        ProviderConnection told = condition("CredentialsValid", "True", "Valid");
        assertThat(told.getStatus().tokenExpiresAt()).isNotNull();
        assertThat(told.getStatus().toString()).doesNotContain("access-").doesNotContain("refresh-");
        // What gateways read holds no refresh token.
        assertThat(credentials.toString()).doesNotContain("refresh-");
    }

    @Test
    void missingSecretOfAnImportIsSaidAndFoundWhenItComes() throws Exception {
        connection("kimi-coding", "Import");
        condition("ResolvedRefs", "False", "SecretNotFound");
        secret(Map.of("other", "x"));
        ProviderConnection told = condition("CredentialsValid", "False", "LoginRequired");
        assertThat(Cluster.condition(told.getStatus(), "Ready").status()).isEqualTo("False");
        assertThat(Cluster.condition(told.getStatus(), "Ready").message()).contains("put a refresh-token");
        secret(Map.of("refresh-token", vendor.newRefreshToken()));
        condition("CredentialsValid", "True", "Valid");
    }

    @Test
    void deviceCodeIsShownAndGoesOnThroughRestarts() throws Exception {
        connection("kimi-coding", "DeviceCode");
        ProviderConnection told = condition("CredentialsValid", "False", "AwaitingLogin");
        ProviderConnection.Authorization shown = told.getStatus().authorization();
        assertThat(shown.verificationUri()).isEqualTo("https://vendor.example/enter");
        assertThat(shown.userCode()).isEqualTo("CODE-1");
        assertThat(shown.expiresAt()).isNotNull();
        assertThat(Cluster.condition(told.getStatus(), "Ready").message())
                .contains("visit https://vendor.example/enter and enter CODE-1");
        Secret made = cluster.find("acct-tokens");
        assertThat(made.getMetadata().getOwnerReferences()).hasSize(1);
        event("AwaitingLogin");
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

        condition("CredentialsValid", "True", "Valid");
        event("LoggedIn");
        assertThat(cluster.find("acct-tokens").getData()).doesNotContainKey("login");
        ProviderConnection done = cluster.await(
                ProviderConnection.class, "acct", one -> one.getStatus().authorization() == null);
        assertThat(done.getStatus().tokenExpiresAt()).isNotNull();
        cluster.awaitCredentials("main", found -> found.byConnection().containsKey("acct"));
        restart();
        condition("CredentialsValid", "True", "Valid");
        assertThat(vendor.refreshes).as("a restart renews nothing").hasValue(0);
    }

    @Test
    void deniedConsentIsToldAndAnotherLoginBegunWhenAsked() throws Exception {
        connection("kimi-coding", "DeviceCode");
        condition("CredentialsValid", "False", "AwaitingLogin");
        vendor.pollAnswer = "access_denied";
        ProviderConnection told = condition("CredentialsValid", "False", "LoginFailed");
        assertThat(Cluster.condition(told.getStatus(), "CredentialsValid").message())
                .contains("denied")
                .contains("ninerouter.io/login");
        event("LoginFailed");
        assertThat(vendor.codes).hasValue(1);
        vendor.pollAnswer = "";

        restart();
        condition("CredentialsValid", "False", "LoginFailed");
        ask("again");
        condition("CredentialsValid", "True", "Valid");
        assertThat(vendor.codes).hasValue(2);
    }

    @Test
    void pastedAddressLogsInAndIsRemoved() throws Exception {
        connection("codex", "AuthorizationCode");
        ProviderConnection told = condition("CredentialsValid", "False", "AwaitingLogin");
        String url = told.getStatus().authorization().authorizeUrl();
        assertThat(url)
                .startsWith(vendor.origin() + "/oauth/authorize?")
                .contains("code_challenge_method=S256")
                .contains("redirect_uri=http%3A%2F%2Flocalhost%3A1455%2Fauth%2Fcallback");
        String state = url.replaceFirst(".*[?&]state=([^&]*).*", "$1");
        assertThat(state).hasSize(43);

        paste("http://localhost:1455/auth/callback?code=good-code&state=another");
        ProviderConnection wrong = condition("CredentialsValid", "False", "LoginFailed");
        assertThat(Cluster.condition(wrong.getStatus(), "CredentialsValid").message())
                .contains("its state is another");
        await().atMost(PATIENCE)
                .until(() -> !cluster.find("acct-tokens").getData().containsKey("redirect-url"));
        assertThat(vendor.exchanged)
                .as("no code goes to the vendor with another state")
                .isEmpty();
        event("LoginFailed");

        restart();
        paste("http://localhost:1455/auth/callback?code=good-code&scope=x&state=" + state);
        condition("CredentialsValid", "True", "Valid");
        assertThat(vendor.exchanged).containsExactly("good-code");
        assertThat(cluster.find("acct-tokens").getData()).doesNotContainKeys("redirect-url", "login");
    }

    @Test
    void codeThatIsTakenNoMoreIsToldWithAnotherAddress() throws Exception {
        connection("codex", "AuthorizationCode");
        String url = condition("CredentialsValid", "False", "AwaitingLogin")
                .getStatus()
                .authorization()
                .authorizeUrl();
        paste("http://localhost:1455/auth/callback?code=old-code&state="
                + url.replaceFirst(".*[?&]state=([^&]*).*", "$1"));
        ProviderConnection told = condition("CredentialsValid", "False", "LoginFailed");
        assertThat(Cluster.condition(told.getStatus(), "CredentialsValid").message())
                .contains("invalid_grant");
        assertThat(told.getStatus().authorization().authorizeUrl()).isNotEqualTo(url);
    }

    @Test
    void spentRefreshTokenStopsAndAsksForALogin() throws Exception {
        vendor.error = "refresh_token_reused";
        secret(Map.of("refresh-token", vendor.newRefreshToken()));
        connection("kimi-coding", "Import");
        ProviderConnection told = condition("CredentialsValid", "False", "LoginRequired");
        assertThat(Cluster.condition(told.getStatus(), "Ready").status()).isEqualTo("False");
        assertThat(Cluster.condition(told.getStatus(), "CredentialsValid").message())
                .contains("refresh_token_reused");
        vendor.error = "";
        restart();
        condition("CredentialsValid", "False", "LoginRequired");
        assertThat(vendor.refreshes).as("a final error is not tried again").hasValue(0);
        secret(Map.of("refresh-token", vendor.newRefreshToken()));
        condition("CredentialsValid", "True", "Valid");
    }

    /** Beside tokens that serve: another login is told of, and what comes of it, while requests go on. */
    @Test
    void anotherLoginThatComesToNothingIsToldAndTheTokensServeOn() throws Exception {
        vendor.pollAnswer = "";
        connection("kimi-coding", "DeviceCode");
        condition("CredentialsValid", "True", "Valid");
        String serving = cluster.value("acct-tokens", "access-token");
        vendor.pollAnswer = "authorization_pending";
        ask("again");
        ProviderConnection waiting = cluster.await(
                ProviderConnection.class, "acct", one -> one.getStatus().authorization() != null);
        assertThat(Cluster.condition(waiting.getStatus(), "CredentialsValid").message())
                .contains("logged in; visit https://vendor.example/enter and enter CODE-2");
        vendor.pollAnswer = "access_denied";

        ProviderConnection told = condition("CredentialsValid", "True", "LoginFailed");
        assertThat(Cluster.condition(told.getStatus(), "CredentialsValid").message())
                .contains("another login came to nothing: the consent was denied");
        event("LoginFailed");
        assertThat(cluster.value("acct-tokens", "access-token")).isEqualTo(serving);
        cluster.awaitCredentials("main", found -> found.byConnection().containsKey("acct"));
    }

    private void ask(String request) {
        cluster.client()
                .resources(ProviderConnection.class)
                .inNamespace("default")
                .withName("acct")
                .edit(one -> {
                    one.getMetadata().setAnnotations(new TreeMap<>(Map.of("ninerouter.io/login", request)));
                    return one;
                });
    }

    private void restart() throws Exception {
        if (operator != null) {
            operator.close();
        }
        operator = cluster.operator("operator-" + ++operators);
    }

    private void connection(String login, String flow) {
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: acct, namespace: default}
                spec:
                  provider: acme
                  settings: {login: %s, login.origin: "%s"}
                  auth: {oauth: {flow: %s, secretRef: {name: acct-tokens}}}
                """.formatted(login, vendor.origin(), flow));
    }

    private ProviderConnection condition(String type, String status, String reason) {
        return cluster.awaitCondition(ProviderConnection.class, "acct", type, status, reason);
    }

    private void secret(Map<String, String> values) {
        Map<String, String> data = new TreeMap<>();
        values.forEach((key, value) -> data.put(key, Base64.getEncoder().encodeToString(value.getBytes())));
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("acct-tokens")
                        .endMetadata()
                        .withData(data)
                        .build())
                .fieldManager("kubectl")
                .forceConflicts()
                .serverSideApply();
    }

    private void paste(String url) {
        cluster.client()
                .secrets()
                .inNamespace("default")
                .withName("acct-tokens")
                .edit(secret -> {
                    secret.setStringData(Map.of("redirect-url", url));
                    return secret;
                });
    }

    private void event(String reason) {
        cluster.awaitEvent("acct", reason);
    }
}
