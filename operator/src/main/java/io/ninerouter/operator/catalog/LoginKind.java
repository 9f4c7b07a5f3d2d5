package io.ninerouter.operator.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a vendor does in a login, or wants after it, that RFC 6749, RFC 8628 and OpenID do not say. Each names the {@link
 * OAuthLogin#urls()} that it asks and the {@link OAuthLogin#facts()} that it yields.
 */
public enum LoginKind {
    /** Nothing. */
    @JsonProperty("Standard")
    STANDARD,
    /** Anthropic: what is pasted may be {@code code#state}; the answer tells account and organisation. */
    @JsonProperty("Claude")
    CLAUDE,
    /** OpenAI: account and plan stand in the ID token's claim {@code https://api.openai.com/auth}; fact {@code accountId}. */
    @JsonProperty("CodexIdToken")
    CODEX_ID_TOKEN,
    /** Cloud Code Assist: url {@code codeAssist} is asked {@code :loadCodeAssist}, then {@code :onboardUser}; fact {@code project}. */
    @JsonProperty("GoogleProject")
    GOOGLE_PROJECT,
    /** GitHub: url {@code copilotToken} makes the token for chat out of the login's; url {@code user}; fact {@code baseUrl}. */
    @JsonProperty("CopilotToken")
    COPILOT_TOKEN,
    /** Qwen: the answer's {@code resource_url} is the account's address; fact {@code baseUrl}. */
    @JsonProperty("QwenResource")
    QWEN_RESOURCE,
    /** iFlow: url {@code user}, asked with the access token, tells the key that requests carry. */
    @JsonProperty("IFlowUser")
    IFLOW_USER,
    /** AWS SSO OIDC, whose members are in camel case: url {@code register} makes a client, for each login and when it ends. */
    @JsonProperty("KiroSsoOidc")
    KIRO_SSO_OIDC,
    /** Kiro's own login, whose members are in camel case; fact {@code profileArn}. */
    @JsonProperty("KiroSocial")
    KIRO_SOCIAL,
    /** Kimi: the account's device, told with every call of the login; fact {@code machineId}. */
    @JsonProperty("KimiDevice")
    KIMI_DEVICE,
    /** Cursor: the token belongs to a machine; fact {@code machineId}. */
    @JsonProperty("CursorMachine")
    CURSOR_MACHINE,
    /** Kilo Code: codes of its own; url {@code profile} tells the organisation; fact {@code organizationId}. */
    @JsonProperty("KiloDevice")
    KILO_DEVICE,
    /** Cline: the code holds the tokens; members in camel case, within {@code data}. */
    @JsonProperty("ClineCode")
    CLINE_CODE,
    /** CodeBuddy: a state is got, then its tokens with it; within {@code data}, with a {@code code}. */
    @JsonProperty("CodeBuddyPoll")
    CODE_BUDDY_POLL,
    /**
     * GitLab: url {@code directAccess}, asked by POST with the login's token, makes one for its AI gateway and tells the headers
     * that go with it; url {@code user}; facts: those headers, by lower-case name.
     */
    @JsonProperty("GitLabDirectAccess")
    GITLAB_DIRECT_ACCESS
}
