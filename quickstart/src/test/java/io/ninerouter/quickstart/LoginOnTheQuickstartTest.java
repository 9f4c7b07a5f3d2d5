package io.ninerouter.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ninerouter.quickstart.cluster.Kubectl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code operator/docs/login.md} tells a person to try without an account, typed on the quickstart. */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoginOnTheQuickstartTest {
    private static final Path ROOT = Path.of(System.getProperty("ninerouter.root", ".."));
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int APPLY = 0;
    private static final int DEVICE = 1;
    private static final int BROWSER = 2;
    private static final int REVOKE = 3;

    @TempDir
    static Path scratch;

    private static Quickstart quickstart;
    private static List<String> commands;
    private static Logs logs;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                Kubectl.isThere()
                        && Stream.of("/bin/sh", "/usr/bin/curl").map(Path::of).allMatch(Files::isExecutable),
                "kubectl, curl or a shell is not there");
        quickstart = Quickstart.start(QuickstartSettings.anyPorts(scratch));
        logs = new Logs();
        String guide = Files.readString(ROOT.resolve(Path.of("operator", "docs", "login.md")));
        int begin = guide.indexOf("## Try it without an account");
        commands = BLOCK.matcher(guide.substring(begin, guide.indexOf("## Device code")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(commands).hasSize(4);
        type(commands.get(APPLY));
    }

    @AfterAll
    static void stop() {
        if (quickstart != null) {
            logs.close();
            quickstart.close();
        }
    }

    @Test
    @Order(1)
    void theImportServesAtOnceAndTheOthersSayWhatAPersonHasToDo() throws Exception {
        type("kubectl wait pconn/try-import --for=condition=Ready --timeout=60s");
        awaitReason("try-device", "AwaitingLogin");
        awaitReason("try-browser", "AwaitingLogin");
        assertThat(type("kubectl get pconn -o wide")).contains("VISIT", "CODE", provider() + "/device");
        assertThat(type("curl -s " + provider() + "/device")).contains("user_code", "Agree", "Deny");
    }

    @Test
    @Order(2)
    void deniedConsentsAreToldAndAnotherLoginIsBegunWhenAsked() throws Exception {
        type(commands.get(DEVICE).replace("consent=yes", "consent=no").replaceAll("(?m)^kubectl wait.*", ""));
        awaitReason("try-device", "LoginFailed");
        type(commands.get(BROWSER).replace("consent=yes", "consent=no").replaceAll("(?m)^kubectl wait.*", ""));
        awaitReason("try-browser", "LoginFailed");
        assertThat(type("kubectl events --for providerconnection/try-browser")).contains("the consent was denied");
        type("kubectl annotate pconn try-device ninerouter.io/login=again --overwrite");
        awaitReason("try-device", "AwaitingLogin");
    }

    @Test
    @Order(3)
    void bothLoginsSucceedAndServe() throws Exception {
        assertThat(type(commands.get(DEVICE))).contains("Connected", "condition met");
        assertThat(type(commands.get(BROWSER))).contains("condition met");
        assertThat(type("kubectl get pconn try-browser -o jsonpath='{.status.account}'"))
                .contains("you@vendor.example");
    }

    @Test
    @Order(4)
    void tokensThatAreTakenBackAreRenewedAndTheCallerSeesNothingOfIt() throws Exception {
        // Every account is asked at some time: the requests are told apart, as the guide's one would stay with one
        // account.
        List<String> typed = Arrays.asList(commands.get(REVOKE).split("\n(?=curl|kubectl)"));
        assertThat(typed).hasSize(3);
        type(typed.get(0));
        assertThat(type(typed.get(1))).contains("\"assistant\"").doesNotContain("\"error\"");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(type(typed.get(1).replace("Hello", "Hello " + System.nanoTime())))
                    .contains("\"assistant\"");
            assertThat(type("kubectl events")).contains("TokenRenewed");
        });
        assertThat(type(typed.get(2))).contains("LoggedIn");
    }

    @Test
    @Order(5)
    void aTokenThatWasUsedIsToldToBeSpentAndNoTokenOrCodeStandsAnywhereButInSecrets() throws Exception {
        type(
                "kubectl patch secret try-import-tokens --type=merge"
                        + " -p '{\"stringData\":{\"refresh-token\":\"scripted-refresh-token\"},\"data\":{\"access-token\":null}}'");
        awaitReason("try-import", "LoginRequired");
        assertThat(type("kubectl get pconn try-import -o yaml")).contains("refresh_token_reused");
        String told = type("kubectl get pconn,pn,rtr,gatewayreplicas,events,cm -o yaml")
                + type("curl -s " + quickstart.management() + "/metrics")
                + type("curl -s " + quickstart.operatorManagement() + "/metrics")
                + logs.text();
        assertThat(told).contains("asked: connection=default/try-device", "gen_ai");
        assertThat(told)
                .doesNotContain("scripted-access-")
                .doesNotContain("scripted-refresh-")
                .doesNotContain(quickstart.key().reveal())
                .doesNotContainPattern("[?&]code=[0-9a-f]{32}")
                .doesNotContainPattern("device_code");
    }

    private static void awaitReason(String name, String reason) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(type("kubectl get pconn " + name
                                + " -o jsonpath='{.status.conditions[?(@.type==\"CredentialsValid\")].reason}'"))
                        .isEqualTo(reason));
    }

    private static String provider() {
        return quickstart.provider().uri().toString();
    }

    /** At the ports that are here. What a shell says to it, which has to go well. */
    private static String type(String text) throws Exception {
        String here = text.replace(
                        "kubectl apply -f manifests/samples/quickstart-login.yaml",
                        "sed s/20127/" + quickstart.provider().port()
                                + "/ manifests/samples/quickstart-login.yaml | kubectl apply -f -")
                .replace("http://127.0.0.1:20127", provider())
                .replace("http://127.0.0.1:20128", quickstart.gateway().toString());
        ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-euc", here)
                .directory(ROOT.toFile())
                .redirectErrorStream(true);
        shell.environment().put("KUBECONFIG", quickstart.kubeconfig().toString());
        shell.environment().put("NINEROUTER_KEY", quickstart.key().reveal());
        shell.environment().put("HOME", scratch.toString());
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s%n%s", here, said).isZero();
        return said;
    }
}
