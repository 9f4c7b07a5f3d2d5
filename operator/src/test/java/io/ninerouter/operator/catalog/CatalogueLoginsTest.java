package io.ninerouter.operator.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How accounts of the built-in providers log in. */
class CatalogueLoginsTest {
    private static final Catalogue CATALOGUE = CatalogueLoader.load();

    static Stream<String> logins() {
        return CATALOGUE.entries().keySet().stream()
                .filter(id -> entry(id).extra().oauth() != null);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("logins")
    void loginAsksByHttpsAndOnlyForWhatIsSaid(String id) {
        OAuthLogin login = entry(id).extra().oauth();
        assertThat(login.flows()).isNotEmpty();
        List<String> urls = new ArrayList<>(login.urls().values());
        urls.add(login.userInfoUrl());
        for (OAuthFlow flow : login.flows()) {
            OAuthLogin.Refresh refresh = login.refresh(flow);
            urls.add(refresh == null ? null : refresh.url());
        }
        OAuthLogin.AuthorizationCode code = login.authorizationCode();
        if (code != null) {
            urls.addAll(List.of(code.url(), code.tokenUrl()));
            assertThat(code.redirectUri())
                    .matches("http://localhost:[0-9]+/.*|https://platform[.]claude[.]com/.*|kiro://.*");
        }
        OAuthLogin.DeviceCode device = login.deviceCode();
        if (device != null) {
            urls.addAll(List.of(device.url(), device.tokenUrl()));
        }
        Set<String> settings = entry(id).extra().settings().keySet();
        urls.removeIf(Objects::isNull);
        assertThat(urls).allSatisfy(url -> {
            assertThat(url).matches("https://.*|[{]baseUrl}/.*");
            assertThat(settings).containsAll(names(url));
        });
        List<String> values = new ArrayList<>(login.headers().values());
        values.addAll(code == null ? List.of() : code.parameters().values());
        values.addAll(device == null ? List.of() : device.parameters().values());
        assertThat(values).allSatisfy(value -> assertThat(settings).containsAll(names(value)));
    }

    /** What each kind of login asks beside the usual addresses, and yields, is there. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("logins")
    void loginNamesTheAddressesAndFactsOfItsKind(String id) {
        OAuthLogin login = entry(id).extra().oauth();
        for (OAuthFlow flow : login.flows()) {
            List<String> needs = needs(login.flow(flow).kind());
            Set<String> there = new TreeSet<>(login.urls().keySet());
            there.addAll(login.facts());
            assertThat(there).as(flow.name()).containsAll(needs);
        }
    }

    private static List<String> needs(LoginKind kind) {
        return switch (kind) {
            case STANDARD, CLAUDE, CLINE_CODE, CODE_BUDDY_POLL -> List.of();
            case CODEX_ID_TOKEN -> List.of("accountId");
            case GOOGLE_PROJECT -> List.of("codeAssist", "project");
            case COPILOT_TOKEN -> List.of("copilotToken", "user", "baseUrl");
            case QWEN_RESOURCE -> List.of("baseUrl");
            case IFLOW_USER -> List.of("user");
            case KIRO_SSO_OIDC -> List.of("register", "issuer");
            case KIRO_SOCIAL -> List.of("profileArn");
            case KIMI_DEVICE, CURSOR_MACHINE -> List.of("machineId");
            case KILO_DEVICE -> List.of("profile", "organizationId");
            case GITLAB_DIRECT_ACCESS -> List.of("directAccess", "user", "x-gitlab-instance-id");
        };
    }

    private static List<String> names(String text) {
        return Pattern.compile("[{]([A-Za-z0-9_.-]+)[?]?}")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static CatalogueEntry entry(String id) {
        return CATALOGUE.entries().get(id);
    }
}
