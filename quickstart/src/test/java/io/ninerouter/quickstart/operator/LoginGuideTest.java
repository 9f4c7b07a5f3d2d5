package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.quickstart.cluster.Kubectl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code operator/docs/login.md} tells a new user to type, typed: each login from its beginning to its end, and out. */
@Timeout(120)
class LoginGuideTest {
    private static final Path ROOT = Path.of(System.getProperty("ninerouter.root", ".."));
    private static final Path GUIDE = ROOT.resolve(Path.of("operator", "docs", "login.md"));
    private static final Path SAMPLES = ROOT.resolve(Path.of("manifests", "samples", "providerconnection-login.yaml"));
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```");
    private static final Pattern IN_TEXT = Pattern.compile("`(kubectl [^`]+)`");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Cluster cluster;
    private TokenVendor vendor;
    private Gateways gateways;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Kubectl.isThere() && Files.isExecutable(Path.of("/bin/sh")), "kubectl or a shell is not there");
        cluster = Cluster.start(folder);
        vendor = new TokenVendor();
        cluster.operator("one");
        cluster.router("main");
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderNode
                metadata: {name: acme, namespace: default}
                spec: {dialect: OpenAIChat, baseUrl: "%s/v1", models: [{id: m}]}
                """.formatted(vendor.origin()));
        gateways = Gateways.start(cluster, 1);
        cluster.awaitCondition(Router.class, "main", "Ready", "True", "Ready");
    }

    @AfterEach
    void stop() throws Exception {
        if (cluster != null) {
            gateways.close();
            vendor.close();
            cluster.close();
        }
    }

    @Test
    void deviceCodeFromTheManifestToTheEndOfTheAccount() throws Exception {
        List<String> commands = Arrays.asList(block("DeviceCode").split("\n(?=kubectl)"));
        assertThat(commands).hasSize(3);
        type(commands.get(0));
        reason("qwen", "False", "AwaitingLogin");
        assertThat(type(commands.get(1)))
                .contains("VISIT", "CODE", "https://vendor.example/enter", "CODE-1", "AwaitingLogin");
        vendor.pollAnswer = "";
        assertThat(type(commands.get(2))).contains("condition met");
        assertThat(gateways.ask(1, "acme/m", key()).statusCode()).isEqualTo(200);

        type(inText("annotate pconn"));
        await().atMost(PATIENCE).until(() -> vendor.codes.get() == 2);
        type(inText("delete secret qwen-tokens"));
        await().atMost(PATIENCE).until(() -> vendor.codes.get() == 3);
        reason("qwen", "True", "Valid");
        type(inText("annotate secret NAME").replace("NAME", "-n default qwen-tokens"));
        type(inText("delete pconn qwen"));
        await().atMost(PATIENCE).until(() -> cluster.find("qwen-tokens") == null);
    }

    @Test
    void authorizationCodeFromTheAddressToTheFirstAnswer() throws Exception {
        sample("codex");
        reason("codex", "False", "AwaitingLogin");
        List<String> commands = Arrays.asList(block("PASTE IT HERE").split("\n(?=kubectl)"));
        String url = type(commands.getFirst()).strip();
        assertThat(url).startsWith(vendor.origin() + "/oauth/authorize?");
        String paste = commands.get(1);
        assertThat(paste).contains("PASTE IT HERE");

        type(paste.replace(
                "PASTE IT HERE", "http://localhost:1455/auth/callback?error=access_denied&state=" + state(url)));
        ProviderConnection denied = reason("codex", "False", "LoginFailed");
        assertThat(Cluster.condition(denied.getStatus(), "Ready").message())
                .contains("the consent was denied")
                .contains("to try again open status.authorization.authorizeUrl");
        assertThat(type("kubectl -n default events --for providerconnection/codex"))
                .contains("LoginFailed");

        String again = type(commands.getFirst()).strip();
        type(paste.replace(
                "PASTE IT HERE", "http://localhost:1455/auth/callback?code=good-code&state=" + state(again)));
        assertThat(type(commands.getLast())).contains("condition met");
        assertThat(gateways.ask(1, "acme/m", key()).statusCode()).isEqualTo(200);
    }

    @Test
    void importOfATokenThatIsThereAlready() throws Exception {
        Files.writeString(folder.resolve("connection.yaml"), document("claude"));
        type(block("create secret").replace("refresh-token=…", "refresh-token=" + vendor.newRefreshToken()));
        assertThat(type("kubectl -n ai wait pconn/claude --for=condition=Ready --timeout=30s"))
                .contains("condition met");
        assertThat(vendor.refreshes).hasValue(1);
        type("kubectl -n ai delete pconn claude");
        assertThat(cluster.find("claude-tokens")).as("it stays the user's").isNotNull();
    }

    private String key() {
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: coder, namespace: default}
                spec: {secretName: coder}
                """);
        cluster.awaitCondition(io.ninerouter.api.v1alpha1.ApiKey.class, "coder", "Ready", "True", "Ready");
        return cluster.value("coder", "api-key");
    }

    private ProviderConnection reason(String name, String status, String reason) {
        return cluster.awaitCondition(ProviderConnection.class, name, "CredentialsValid", status, reason);
    }

    private static String state(String url) {
        return url.replaceFirst(".*[?&]state=([^&]*).*", "$1");
    }

    private void sample(String name) throws Exception {
        cluster.apply(document(name));
    }

    /** One connection of the samples. */
    private String document(String name) throws Exception {
        return Arrays.stream(Files.readString(SAMPLES).split("(?m)^---\n"))
                .filter(document ->
                        document.contains("kind: ProviderConnection") && document.contains("provider: " + name + "\n"))
                .findFirst()
                .map(this::here)
                .orElseThrow();
    }

    /** The shell commands of the guide that hold a word. */
    private static String block(String word) throws Exception {
        return only(BLOCK, word);
    }

    private static String inText(String word) throws Exception {
        return only(IN_TEXT, word);
    }

    private static String only(Pattern pattern, String word) throws Exception {
        List<String> found = pattern.matcher(Files.readString(GUIDE))
                .results()
                .map(MatchResult::group)
                .map(text -> pattern.matcher(text).replaceFirst("$1"))
                .filter(text -> text.contains(word))
                .toList();
        assertThat(found).as("%s in %s", word, GUIDE).hasSize(1);
        return found.getFirst();
    }

    /** In this cluster's namespace, and at the vendor that is here. */
    private String here(String text) {
        return text.replace("-n ai", "-n default")
                .replace("namespace: ai", "namespace: default")
                .replaceAll(
                        "(?m)^  provider: (\\S+)$",
                        "  provider: acme\n  settings: {login: $1, login.origin: \"" + vendor.origin() + "\"}");
    }

    /** What a shell says to it, which has to go well. */
    private String type(String commands) throws Exception {
        ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-euc", here(commands))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment().put("KUBECONFIG", cluster.api().kubeconfig().toString());
        shell.environment().put("HOME", folder.toString());
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s%n%s", commands, said).isZero();
        return said;
    }
}
