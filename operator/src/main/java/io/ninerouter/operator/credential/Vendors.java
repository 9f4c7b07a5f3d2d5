package io.ninerouter.operator.credential;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.LoginKind;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which vendor is which kind, and the ones that differ by little. */
final class Vendors {
    private static final Map<LoginKind, Vendor> ALL = all();

    private Vendors() {}

    /** Always the same of a kind. */
    static Vendor of(LoginKind kind) {
        return Objects.requireNonNull(ALL.get(kind), "there is one of every kind");
    }

    private static Map<LoginKind, Vendor> all() {
        Map<LoginKind, Vendor> all = new EnumMap<>(LoginKind.class);
        for (LoginKind kind : LoginKind.values()) {
            all.put(kind, make(kind));
        }
        return all;
    }

    private static Vendor make(LoginKind kind) {
        return switch (kind) {
            case STANDARD -> new Standard();
            case CLAUDE -> new Claude();
            case CODEX_ID_TOKEN -> new Codex();
            case GOOGLE_PROJECT -> new GoogleProject();
            case COPILOT_TOKEN -> new Copilot();
            case QWEN_RESOURCE -> new Qwen();
            case IFLOW_USER -> new IFlow();
            case KIRO_SSO_OIDC -> new KiroSso();
            case KIRO_SOCIAL -> new KiroSocial();
            case KIMI_DEVICE -> new Kimi();
            case CURSOR_MACHINE -> new Cursor();
            case KILO_DEVICE -> new Kilo();
            case CLINE_CODE -> new Cline();
            case CODE_BUDDY_POLL -> new CodeBuddy();
            case GITLAB_DIRECT_ACCESS -> new GitLab();
        };
    }

    /** Anthropic: newer answers tell account and organisation. */
    private static final class Claude extends Standard {
        @Override
        TokenSet facts(TokenSet tokens, Answer.Came answer) {
            return tokens.fact("accountId", answer.text("/account/uuid"))
                    .fact("email", answer.text("/account/email_address"))
                    .fact("organizationId", answer.text("/organization/uuid"));
        }
    }

    /** OpenAI: account and plan stand in a claim of the ID token; older access tokens have it too. */
    private static final class Codex extends Standard {
        private static final String CLAIM = "/https:~1~1api.openai.com~1auth";

        @Override
        public TokenSet completed(TokenSet tokens) {
            return from(from(super.completed(tokens), tokens.access()), tokens.idToken());
        }

        private static TokenSet from(TokenSet tokens, @Nullable SecretText token) {
            JsonNode claims = Json.claims(token == null ? null : token.reveal());
            return tokens.fact("accountId", Json.text(claims, CLAIM + "/chatgpt_account_id"))
                    .fact("plan", Json.text(claims, CLAIM + "/chatgpt_plan_type"));
        }
    }

    /** Qwen: each answer may name the account's own address. */
    private static final class Qwen extends Standard {
        @Override
        TokenSet facts(TokenSet tokens, Answer.Came answer) {
            String resource = answer.text("/resource_url");
            return resource == null ? tokens : tokens.fact("baseUrl", address(resource));
        }

        /** A host, or an address; what requests are sent to ends in the version. */
        private static @Nullable String address(String resource) {
            String url = resource.contains("://") ? resource : "https://" + resource;
            while (url.endsWith("/")) {
                url = url.substring(0, url.length() - 1);
            }
            return Hosts.isPublicAddress(url) ? (url.endsWith("/v1") ? url : url + "/v1") : null;
        }
    }

    /** Kimi: tokens belong to a device, which stays the same for a login; one that is brought gets one, once. */
    private static final class Kimi extends Standard {
        private static final String DEVICE = "machineId";

        @Override
        public Ask device(Account account, Login fresh) {
            return as(super.device(account, fresh), device(fresh));
        }

        @Override
        public Ask poll(Account account, Login login) {
            return as(super.poll(account, login), device(login));
        }

        @Override
        public Got polled(Account account, Login login, Answer answer, Instant now) {
            return super.polled(account, login, answer, now) instanceof Got.Tokens(TokenSet tokens)
                    ? new Got.Tokens(tokens.fact(DEVICE, device(login)))
                    : Got.nothing(answer);
        }

        @Override
        public Ask refresh(Account account, TokenSet tokens, Renewal renewal, Instant now) {
            String device = tokens.fact(DEVICE);
            return as(super.refresh(account, tokens, renewal, now), device == null ? "" : device);
        }

        @Override
        public TokenSet completed(TokenSet tokens) {
            SecretText refresh = tokens.refresh();
            return refresh == null || tokens.fact(DEVICE) != null
                    ? super.completed(tokens)
                    : super.completed(tokens).fact(DEVICE, digest(refresh.reveal()));
        }

        /** The verifier belongs to the login through all its steps, and is told to nobody here. */
        private static String device(Login login) {
            return digest(login.value(Login.VERIFIER));
        }

        private static String digest(String text) {
            return HexFormat.of().formatHex(Pkce.sha256(text + "device"), 0, 16);
        }

        private static Ask as(Ask ask, String device) {
            return ask.with("x-msh-device-id", device);
        }
    }

    /** Cursor: the token belongs to a machine; without its id one is derived, once, as Cursor's other clients do. */
    private static final class Cursor extends Standard {
        @Override
        public TokenSet completed(TokenSet tokens) {
            SecretText access = tokens.access();
            return access == null || tokens.fact("machineId") != null
                    ? tokens
                    : tokens.fact("machineId", HexFormat.of().formatHex(Pkce.sha256(access.reveal() + "machineId")));
        }
    }
}
