package io.ninerouter.operator.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an account of a provider logs in, and how its tokens are renewed: the member {@code oauth} of a catalogue entry. Every
 * address, header and parameter may hold placeholders of the connection's settings, such as {@code {region}}. At least one of
 * the three flows is there.
 *
 * @param client who asks
 * @param scopes what is asked for; joined by a blank
 * @param headers what every call of login and renewal carries beside its content type and our {@code User-Agent}
 * @param authorizationCode null = not offered
 * @param deviceCode null = not offered
 * @param imported a token that the person has already; null = not offered
 * @param refresh how tokens are renewed, where the flow says nothing else; null = they are not: a new login is needed
 * @param urls addresses that a {@link LoginKind} asks beyond the usual ones, by the name that it gives them
 * @param userInfoUrl a GET with the access token that tells the account's {@code email} (OpenID userinfo, or like it); null =
 *     none
 * @param facts names of the account's facts that a login yields; they fill placeholders of the provider
 */
public record OAuthLogin(
        Client client,
        List<String> scopes,
        Map<String, String> headers,
        @Nullable AuthorizationCode authorizationCode,
        @Nullable DeviceCode deviceCode,
        @JsonProperty("import") @Nullable Import imported,
        @Nullable Refresh refresh,
        Map<String, String> urls,
        @Nullable String userInfoUrl,
        Set<String> facts) {

    /** How long before its end a token is renewed, where nothing else is said. */
    public static final Duration DEFAULT_AHEAD = Duration.ofMinutes(5);

    public OAuthLogin {
        client = client == null ? Client.NOBODY : client;
        scopes = Copies.list(scopes);
        headers = Copies.sorted(headers);
        urls = Copies.sorted(urls);
        facts = Copies.set(facts);
        if (authorizationCode == null && deviceCode == null && imported == null) {
            throw new IllegalArgumentException(
                    "oauth: no flow (expected: authorizationCode, deviceCode, import, or several of them)");
        }
    }

    /** The flows that are offered. */
    public Set<OAuthFlow> flows() {
        Set<OAuthFlow> flows = EnumSet.noneOf(OAuthFlow.class);
        for (OAuthFlow flow : OAuthFlow.values()) {
            if (flow(flow) != null) {
                flows.add(flow);
            }
        }
        return flows;
    }

    /** One flow; null when it is not offered. */
    public @Nullable Flow flow(OAuthFlow flow) {
        return switch (flow) {
            case AuthorizationCode -> authorizationCode;
            case DeviceCode -> deviceCode;
            case Import -> imported;
        };
    }

    /** How tokens that a flow yielded are renewed; null = they are not. */
    public @Nullable Refresh refresh(OAuthFlow flow) {
        Flow one = flow(flow);
        return one == null || one.refresh() == null ? refresh : one.refresh();
    }

    /**
     * The client as the vendor knows it. A secret is never data: an operator is given one, or there is none.
     *
     * @param id public client id; null = none is sent, or each login registers one, or it is the user's own
     * @param secret whether {@code auth.oauth.clientSecretRef} has to name one
     * @param own whether each user registers a client at the vendor: its id is the setting {@code clientId}
     * @param basic whether id and secret also go into {@code Authorization: Basic} (RFC 6749 §2.3.1)
     */
    public record Client(@Nullable String id, ClientSecret secret, boolean own, boolean basic) {
        /** No client id is sent. */
        public static final Client NOBODY = new Client(null, ClientSecret.NONE, false, false);

        public Client {
            secret = secret == null ? ClientSecret.NONE : secret;
            if (own && id != null) {
                throw new IllegalArgumentException(
                        "id of the client: " + id + " (expected: none, it is the user's own)");
            }
        }
    }

    /** Whether the client has a secret. */
    public enum ClientSecret {
        /** It has none. */
        @JsonProperty("None")
        NONE,
        /** It may have one: sent where {@code auth.oauth.clientSecretRef} names it. */
        @JsonProperty("Optional")
        OPTIONAL,
        /** {@code auth.oauth.clientSecretRef} has to name one. */
        @JsonProperty("Required")
        REQUIRED
    }

    /** How the parameters of a call travel. */
    public enum Encoding {
        /** {@code application/x-www-form-urlencoded}. */
        @JsonProperty("Form")
        FORM,
        /** A JSON object. */
        @JsonProperty("Json")
        JSON
    }

    /** One way to log in. */
    public sealed interface Flow {
        /** What the vendor does that RFC 6749 and RFC 8628 do not say. */
        LoginKind kind();

        /** How its tokens are renewed; null = as those of the other flows. */
        @Nullable
        Refresh refresh();
    }

    /**
     * The person visits an address and pastes the one that the browser ended on (RFC 6749 §4.1).
     *
     * @param url where the person goes
     * @param tokenUrl where the code is exchanged
     * @param encoding of the call to {@code tokenUrl}
     * @param redirectUri as the vendor has registered it
     * @param redirectParameter name of that parameter in {@code url}; left out = {@code redirect_uri}
     * @param pkce whether RFC 7636 is used, with S256
     * @param parameters what {@code url} carries beside the usual
     * @param tokenParameters what the call to {@code tokenUrl} carries beside the usual; {@code {state}} is the login's state
     */
    public record AuthorizationCode(
            LoginKind kind,
            String url,
            String tokenUrl,
            Encoding encoding,
            String redirectUri,
            String redirectParameter,
            boolean pkce,
            Map<String, String> parameters,
            Map<String, String> tokenParameters,
            @Nullable Refresh refresh)
            implements Flow {
        public AuthorizationCode {
            kind = kind == null ? LoginKind.STANDARD : kind;
            Copies.text("authorizationCode.url", url);
            Copies.text("authorizationCode.tokenUrl", tokenUrl);
            Copies.text("authorizationCode.redirectUri", redirectUri);
            encoding = encoding == null ? Encoding.FORM : encoding;
            redirectParameter = redirectParameter == null ? "redirect_uri" : redirectParameter;
            parameters = Copies.sorted(parameters);
            tokenParameters = Copies.sorted(tokenParameters);
        }
    }

    /**
     * The person visits an address and enters a code, while we ask for the token (RFC 8628).
     *
     * @param url where device code and user code are got
     * @param tokenUrl what is asked until the person has entered the code
     * @param encoding of both calls
     * @param pkce whether RFC 7636 is used, with S256
     * @param parameters what the call to {@code url} carries beside the usual
     */
    public record DeviceCode(
            LoginKind kind,
            String url,
            String tokenUrl,
            Encoding encoding,
            boolean pkce,
            Map<String, String> parameters,
            @Nullable Refresh refresh)
            implements Flow {
        public DeviceCode {
            kind = kind == null ? LoginKind.STANDARD : kind;
            Copies.text("deviceCode.url", url);
            Copies.text("deviceCode.tokenUrl", tokenUrl);
            encoding = encoding == null ? Encoding.FORM : encoding;
            parameters = Copies.sorted(parameters);
        }
    }

    /**
     * The person puts tokens into the Secret that another program got.
     *
     * @param needs the keys of the Secret without which nothing works, such as {@code refresh-token}
     * @param how one line for people: where to find them
     */
    public record Import(
            LoginKind kind,
            Set<String> needs,
            String how,
            @Nullable Refresh refresh) implements Flow {
        public Import {
            kind = kind == null ? LoginKind.STANDARD : kind;
            needs = Copies.set(needs);
            Copies.text("import.how", how);
            if (needs.isEmpty()) {
                throw new IllegalArgumentException("needs of import: [] (expected: keys of a Secret)");
            }
        }
    }

    /**
     * How tokens are renewed (RFC 6749 §6).
     *
     * @param url where
     * @param encoding of the call
     * @param parameters what it carries beside {@code grant_type}, {@code refresh_token} and the client's
     * @param scope whether it repeats the scopes
     * @param rotates whether a refresh token is spent by its use: its successor must be kept before anything else is done. A
     *     successor that comes nevertheless is kept always
     * @param ahead how long before its end a token is renewed
     * @param grace for how long a token that is spent still gives the answer that it gave before; null = not known that it does
     */
    public record Refresh(
            String url,
            Encoding encoding,
            Map<String, String> parameters,
            boolean scope,
            boolean rotates,
            Duration ahead,
            @Nullable Duration grace) {
        public Refresh {
            Copies.text("refresh.url", url);
            encoding = encoding == null ? Encoding.FORM : encoding;
            parameters = Copies.sorted(parameters);
            ahead = ahead == null ? DEFAULT_AHEAD : ahead;
        }
    }
}
