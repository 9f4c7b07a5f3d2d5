package io.ninerouter.operator.credential;

import java.util.Map;
import java.util.Set;

/**
 * The keys of the Secret that holds an account's tokens; a person may write them by hand. What else stands in it is left
 * alone.
 */
public final class Keys {
    /** What requests show. */
    public static final String ACCESS = "access-token";

    /** What a new access token is got with. */
    public static final String REFRESH = "refresh-token";

    /** The ID token of OpenID. */
    public static final String ID = "id-token";

    /** When the access token ends, RFC 3339 or epoch seconds or milliseconds. */
    public static final String EXPIRES_AT = "expires-at";

    /** When the access token was got, RFC 3339. */
    public static final String OBTAINED_AT = "obtained-at";

    /** What the person pastes: the address that the browser ended on. Removed when it was read. */
    public static final String REDIRECT_URL = "redirect-url";

    /** The operator's own: a login that is under way, as JSON. */
    public static final String LOGIN = "login";

    /** A client that a login has registered for itself. */
    static final String CLIENT_ID = "client-id";

    static final String CLIENT_SECRET = "client-secret";

    /** When it was registered. */
    static final String CLIENT_OBTAINED_AT = "client-obtained-at";

    /** When the registration ends. */
    static final String CLIENT_EXPIRES_AT = "client-expires-at";

    /** {@link Stored#digest} of the client secret that these times are of: a person may bring another. */
    static final String CLIENT_DIGEST = "client-digest";

    /** A key that the vendor gave for requests, beside the tokens. */
    static final String API_KEY = "api-key";

    /** {@link Stored#digest} of the access token that it was got with. */
    static final String API_KEY_OF = "api-key-of";

    /** A refresh token of what stands under {@link #REFRESH}, where a vendor has two levels. */
    static final String SOURCE_REFRESH = "source-refresh-token";

    /** When what stands under {@link #REFRESH} was got. */
    static final String SOURCE_OBTAINED_AT = "source-obtained-at";

    /** When it ends by itself. */
    static final String SOURCE_EXPIRES_AT = "source-expires-at";

    /** {@link Stored#digest} of the access token that was made here: a person may bring another in its place. */
    static final String MADE_DIGEST = "made-digest";

    /** {@link Stored#digest} of the key that the access token was made out of, where that stands in another Secret. */
    static final String SOURCE_DIGEST = "source-digest";

    /** Keys of {@link TokenSet#kept}. */
    static final Set<String> KEPT = Set.of(
            CLIENT_ID,
            CLIENT_SECRET,
            CLIENT_OBTAINED_AT,
            CLIENT_EXPIRES_AT,
            CLIENT_DIGEST,
            API_KEY,
            API_KEY_OF,
            SOURCE_REFRESH,
            SOURCE_OBTAINED_AT,
            SOURCE_EXPIRES_AT,
            MADE_DIGEST,
            SOURCE_DIGEST);

    /** Facts by name, with their keys. */
    static final Map<String, String> FACTS = Map.ofEntries(
            Map.entry("accountId", "account-id"),
            Map.entry("email", "email"),
            Map.entry("plan", "plan"),
            Map.entry("project", "project"),
            Map.entry("profileArn", "profile-arn"),
            Map.entry("machineId", "machine-id"),
            Map.entry("baseUrl", "base-url"),
            Map.entry("organizationId", "organization-id"),
            Map.entry("region", "region"),
            Map.entry("tier", "tier"));

    /** Begins the keys of other facts; what follows is the fact's name. */
    public static final String FACT = "fact.";

    /** Facts that say who the account is or how it pays: told in the status, of no use to a gateway. */
    static final Set<String> TOLD_ALONE = Set.of("email", "plan", "tier");

    /** On the Secret: a refresh token was about to be shown to the vendor. */
    public static final String BEGUN = "ninerouter.io/refresh-begun";

    /** On the Secret: the vendor takes a refresh token no more. */
    public static final String REFUSED = "ninerouter.io/refresh-refused";

    /** On a ProviderConnection: a new value asks for a new login. On the Secret: the value that was seen to. */
    public static final String REQUEST = "ninerouter.io/login";

    private Keys() {}
}
