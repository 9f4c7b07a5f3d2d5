package io.ninerouter.operator.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ninerouter.operator.catalog.OAuthLogin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cline: the code usually is the tokens, as JSON in base64, now and then with something behind it. Its page hands no state
 * back; one that comes nevertheless has to be right.
 */
final class Cline extends Standard {
    @Override
    Members members() {
        return Members.CAMEL.within("/data");
    }

    @Override
    public Pasted pasted(Login login, String text) {
        return PastedText.read(text, login.value(Login.STATE), true);
    }

    @Override
    public @Nullable Got decoded(Account account, Login login, Instant now) {
        JsonNode held = decode(login.value(Login.CODE));
        Answer.Came answer = new Answer.Came(200, null, held);
        TokenSet tokens = Members.CAMEL.read(TokenSet.NONE, answer, now);
        return tokens == null ? null : new Got.Tokens(told(tokens, answer));
    }

    private static JsonNode decode(String code) {
        try {
            String plain =
                    code.replace('-', '+').replace('_', '/').replace(' ', '+').replace("=", "");
            int whole = plain.length() - (plain.length() % 4 == 1 ? 1 : 0);
            String text = new String(Base64.getDecoder().decode(plain.substring(0, whole)), StandardCharsets.UTF_8);
            return Json.read(text.substring(0, text.lastIndexOf('}') + 1));
        } catch (IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public Ask exchange(Account account, Login login) {
        OAuthLogin.AuthorizationCode flow = code(account);
        return Ask.json(
                        account.filled(flow.tokenUrl()),
                        Map.of(
                                "grant_type",
                                "authorization_code",
                                "code",
                                login.value(Login.CODE),
                                "client_type",
                                "extension",
                                "redirect_uri",
                                flow.redirectUri()))
                .with(headers(account));
    }

    @Override
    public Ask refresh(Account account, TokenSet tokens, Renewal renewal, Instant now) {
        OAuthLogin.Refresh refresh = Objects.requireNonNull(account.refresh(), "only asked where tokens are renewed");
        return Ask.json(
                        account.filled(refresh.url()),
                        Map.of(
                                "refreshToken", source(tokens).reveal(),
                                "grantType", "refresh_token",
                                "clientType", "extension"))
                .with(headers(account));
    }

    @Override
    TokenSet facts(TokenSet tokens, Answer.Came answer) {
        return tokens.fact("email", first(answer, "/data/userInfo/email", "/data/email"));
    }
}
