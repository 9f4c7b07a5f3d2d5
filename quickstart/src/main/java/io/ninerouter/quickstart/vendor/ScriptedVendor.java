package io.ninerouter.quickstart.vendor;

import io.ninerouter.quickstart.vendor.Grants.Consent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A vendor at the addresses that the logins {@code qwen} (device code) and {@code codex} (authorization code) of the catalogue
 * ask, moved to this machine:
 *
 * <ul>
 *   <li>{@code POST /api/v1/oauth2/device/code}; a person visits {@code /device};
 *   <li>{@code GET /oauth/authorize}: a page with two links, which are the same address with {@code consent=yes} or {@code no};
 *   <li>{@code POST /oauth/token}, {@code /api/v1/oauth2/token}: all three grants;
 *   <li>{@code POST /revoke}: takes all access tokens back, as vendors do when they please.
 * </ul>
 *
 * <p>Time and chance are arguments. Thread-safe.
 */
public final class ScriptedVendor {
    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final String DEVICE_PAGE = "GET /device";
    private static final String AUTHORIZE = "GET /oauth/authorize";
    private static final Set<String> ADDRESSES = Set.of(
            "POST /api/v1/oauth2/device/code",
            "POST /api/v1/oauth2/token",
            "POST /oauth/token",
            "POST /device",
            "POST /revoke",
            DEVICE_PAGE,
            AUTHORIZE);

    private final Grants grants;

    /** @param names words that nobody guesses, another each time: at least 8 letters and digits */
    public ScriptedVendor(Supplier<String> names) {
        this.grants = new Grants(names);
    }

    /** Whether something is here at all: whoever asks needs no key. */
    public boolean isAt(String method, String path) {
        return ADDRESSES.contains(method + " " + path);
    }

    /** Whether it gave this access token, and takes it still. */
    public synchronized boolean takes(String token, Instant now) {
        return grants.takes(token, now);
    }

    /**
     * Answers.
     *
     * @param origin scheme, host and port that people reach it at
     * @param parameters of the query and of a form in the body
     * @return empty when nothing is there
     */
    public synchronized Optional<Reply> answer(
            String method, String path, String origin, Map<String, String> parameters, Instant now) {
        return switch (method + " " + path) {
            case "POST /api/v1/oauth2/device/code" -> Optional.of(device(origin, parameters, now));
            case "POST /api/v1/oauth2/token", "POST /oauth/token" -> Optional.of(token(parameters, now));
            case DEVICE_PAGE -> Optional.of(devicePage(parameters.getOrDefault("user_code", "")));
            case "POST /device" -> Optional.of(decided(parameters, now));
            case AUTHORIZE -> Optional.of(authorize(parameters, now));
            case "POST /revoke" -> {
                grants.revoke();
                yield Optional.of(Reply.json(200, "{}"));
            }
            default -> Optional.empty();
        };
    }

    private Reply device(String origin, Map<String, String> parameters, Instant now) {
        if (parameters.getOrDefault("client_id", "").isBlank()) {
            return Reply.error("invalid_client");
        }
        Grants.Entering entering = grants.device(parameters.get("code_challenge"), now);
        return Reply.json(200, """
                {"device_code":"%s","user_code":"%s","verification_uri":"%s/device",\
                "verification_uri_complete":"%s/device?user_code=%s","expires_in":%d,"interval":1}""".formatted(
                entering.device(), entering.user(), origin, origin, entering.user(), Grants.CODE_LIFE.toSeconds()));
    }

    private static Reply devicePage(String user) {
        return Reply.page(200, "Connect a program", """
                <form method=post action=/device><p><label>Code <input name=user_code value="%s"></label>
                <p><button name=consent value=yes>Agree</button> <button name=consent value=no>Deny</button></form>""".formatted(escaped(user)));
    }

    private Reply decided(Map<String, String> parameters, Instant now) {
        Consent consent = consent(parameters);
        String user = parameters.getOrDefault("user_code", "").strip().toUpperCase(java.util.Locale.ROOT);
        if (consent == Consent.AWAITED) {
            return devicePage(user);
        }
        return grants.decide(user, consent, now)
                ? Reply.page(200, consent == Consent.GIVEN ? "Connected" : "Denied", "<p>This page can be closed.")
                : Reply.page(404, "Nobody waits for this code", "<p>It was entered before, has ended, or is misspelt.");
    }

    private static Consent consent(Map<String, String> parameters) {
        return switch (parameters.getOrDefault("consent", "")) {
            case "yes" -> Consent.GIVEN;
            case "no" -> Consent.DENIED;
            default -> Consent.AWAITED;
        };
    }

    private Reply authorize(Map<String, String> parameters, Instant now) {
        String redirect = parameters.getOrDefault("redirect_uri", "");
        // A page that sends browsers wherever it is told is of use to others.
        if (!redirect.startsWith("http://localhost:")
                || parameters.getOrDefault("client_id", "").isBlank()) {
            return Reply.page(400, "Refused", "<p>client_id and a redirect_uri on localhost are wanted.");
        }
        String state = "&state=" + encoded(parameters.getOrDefault("state", ""));
        return switch (consent(parameters)) {
            case AWAITED -> consentPage(parameters);
            case GIVEN ->
                Reply.to(redirect + "?code=" + grants.code(redirect, parameters.get("code_challenge"), now) + state);
            case DENIED -> Reply.to(redirect + "?error=access_denied" + state);
        };
    }

    private static Reply consentPage(Map<String, String> parameters) {
        StringBuilder query = new StringBuilder("/oauth/authorize?");
        new java.util.TreeMap<>(parameters)
                .forEach((name, value) -> query.append(encoded(name))
                        .append('=')
                        .append(encoded(value))
                        .append('&'));
        String address = escaped(query.toString());
        return Reply.page(200, "A program wants to use your account", """
                <p><a href="%1$sconsent=yes">Agree</a> <a href="%1$sconsent=no">Deny</a>
                <p>The browser then goes to an address at which nothing listens: copy that address.""".formatted(address));
    }

    private Reply token(Map<String, String> parameters, Instant now) {
        String verifier = parameters.get("code_verifier");
        Grants.Outcome outcome = switch (parameters.getOrDefault("grant_type", "")) {
            case DEVICE_GRANT -> grants.polled(parameters.getOrDefault("device_code", ""), verifier, now);
            case "authorization_code" ->
                grants.exchanged(
                        parameters.getOrDefault("code", ""),
                        parameters.getOrDefault("redirect_uri", ""),
                        verifier,
                        now);
            case "refresh_token" -> grants.refreshed(parameters.getOrDefault("refresh_token", ""), now);
            default -> new Grants.Outcome.Refused("unsupported_grant_type");
        };
        return switch (outcome) {
            case Grants.Outcome.Refused refused -> Reply.error(refused.code());
            case Grants.Outcome.Given given ->
                Reply.json(
                        200, """
                    {"token_type":"Bearer","access_token":"%s","refresh_token":"%s","id_token":"%s","expires_in":%d}""".formatted(given.access(), given.refresh(), ID_TOKEN, Grants.ACCESS_LIFE.toSeconds()));
        };
    }

    /** Who has logged in, as Codex's id tokens say it; nobody has signed it. */
    private static final String ID_TOKEN = segment("{\"alg\":\"none\"}") + "."
            + segment("{\"email\":\"you@vendor.example\",\"https://api.openai.com/auth\":"
                    + "{\"chatgpt_account_id\":\"scripted-account\",\"chatgpt_plan_type\":\"scripted\"}}")
            + ".";

    private static String segment(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(@Nullable String text) {
        return URLEncoder.encode(Objects.requireNonNullElse(text, ""), StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
