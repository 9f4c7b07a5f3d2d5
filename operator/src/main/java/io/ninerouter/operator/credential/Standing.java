package io.ninerouter.operator.credential;

import io.ninerouter.config.Credential;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.credential.Login.Stage;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the Secret of an account says of it, for people and for gateways. Says nothing that time alone changes.
 *
 * @param state how the account stands
 * @param message for people; what is to be done, where something is
 * @param expiresAt when the access token ends; null = never, not known, or there is none
 * @param authorization a login that waits for a person; null = none does
 * @param who what is known of the account
 * @param inVain whether the tokens serve, and another login that somebody has asked for came to nothing
 */
public record Standing(
        State state,
        String message,
        @Nullable Instant expiresAt,
        @Nullable Authorization authorization,
        Who who,
        boolean inVain) {

    /** How an account stands. */
    public enum State {
        /** Its tokens serve. */
        LOGGED_IN,
        /** It has tokens, and something else is still being got. */
        INCOMPLETE,
        /** Nothing is there yet, and the operator is about to get it, or to begin a login. */
        BEGINNING,
        /** A person has to log in, and nothing has been begun for that. */
        LOGIN_REQUIRED,
        /** A person has been told how to log in. */
        AWAITING_LOGIN,
        /** A login came to nothing. */
        LOGIN_FAILED
    }

    /**
     * How a person logs in.
     *
     * @param visit where a code is entered; null = nowhere
     * @param code to enter; null = none
     * @param authorizeUrl where the person agrees; null = nowhere
     * @param until when the code ends; null = it does not
     */
    public record Authorization(
            @Nullable String visit,
            @Nullable String code,
            @Nullable String authorizeUrl,
            @Nullable Instant until) {}

    /** Who an account is; null = not known. */
    public record Who(
            @Nullable String id,
            @Nullable String email,
            @Nullable String plan) {}

    /**
     * What a Secret yields.
     *
     * @param credential for gateways; null = it does not serve. May have expired
     * @param loginToken what the operator alone may ask with, see {@link Vendor#loginToken}; null = there is none
     */
    public record Read(
            Standing standing,
            @Nullable Credential credential,
            @Nullable SecretText loginToken) {}

    /**
     * Reads a Secret.
     *
     * @param wanted of the account; what its gateways and its object say does not matter
     * @param stored null = there is no Secret
     * @param place of the Secret, for people
     */
    public static Read read(Wanted wanted, @Nullable Stored stored, String place) {
        TokenSet tokens = wanted.tokens(stored);
        Login login = stored == null ? null : stored.login();
        Login open = login == null || login.stage() == Stage.FAILED ? null : login;
        SecretText refresh = tokens.refresh();
        String refused = stored == null || refresh == null ? null : stored.refused(refresh);
        String missing = tokens.isEmpty() ? null : wanted.vendor().missing(wanted.account(), tokens);
        SecretText shown = wanted.vendor().shown(tokens);
        boolean inVain = false;
        State state;
        String message;
        if (tokens.isEmpty() || refused != null) {
            String lost = refused == null ? "" : "the refresh token is taken no more (" + refused + "): ";
            state = login == null && refused == null && wanted.begins() ? State.BEGINNING : state(login);
            message = lost + needed(wanted, login, place);
        } else if (shown == null || missing != null) {
            state = State.INCOMPLETE;
            message = missing == null ? "the access token has not been got yet" : missing;
        } else {
            state = State.LOGGED_IN;
            inVain = login != null
                    && !login.value(Login.NOTE).isEmpty()
                    && (open != null || LoginAgenda.isNewest(login, tokens));
            String told = inVain ? "; another login came to nothing: " + needed(wanted, login, place) : "";
            message = "the account is logged in" + (open == null || inVain ? told : "; " + how(open, place));
        }
        Standing standing = new Standing(
                state,
                message,
                shown == null ? null : tokens.expiresAt(),
                open == null ? null : authorization(open),
                new Who(tokens.fact("accountId"), tokens.fact("email"), tokens.fact("plan")),
                inVain);
        return new Read(
                standing,
                shown == null || missing != null ? null : credential(shown, tokens),
                wanted.vendor().loginToken(tokens));
    }

    private static State state(@Nullable Login login) {
        if (login == null) {
            return State.LOGIN_REQUIRED;
        }
        return login.stage() == Stage.FAILED || !login.value(Login.NOTE).isEmpty()
                ? State.LOGIN_FAILED
                : State.AWAITING_LOGIN;
    }

    private static String needed(Wanted wanted, @Nullable Login login, String place) {
        if (login != null && login.stage() == Stage.FAILED) {
            return login.value(Login.NOTE) + "; for another login give the annotation " + Keys.REQUEST
                    + " of the connection a new value";
        }
        if (login != null) {
            String note = login.value(Login.NOTE);
            return note.isEmpty() ? how(login, place) : note + "; to try again " + how(login, place);
        }
        if (wanted.source() != null) {
            return "the access token has not been got yet";
        }
        return wanted.logsIn()
                ? "a login is needed, and is being begun"
                : "put a " + Keys.REFRESH + " or " + Keys.ACCESS + " into " + place;
    }

    private static String how(Login login, String place) {
        return switch (login.stage()) {
            case VISITING, NEW, FAILED ->
                "open status.authorization.authorizeUrl, agree, and put the address that the browser ends on into key "
                        + Keys.REDIRECT_URL + " of " + place;
            case EXCHANGING -> "wait: the code is being exchanged";
            case ENTERING -> {
                String code = login.value(Login.USER_CODE);
                yield "visit " + login.value(Login.VISIT) + (code.isEmpty() ? "" : " and enter " + code) + " until "
                        + login.value(Login.UNTIL);
            }
        };
    }

    private static @Nullable Authorization authorization(Login login) {
        return switch (login.stage()) {
            case VISITING -> new Authorization(null, null, login.value(Login.URL), null);
            case ENTERING -> {
                String code = login.value(Login.USER_CODE);
                yield new Authorization(login.value(Login.VISIT), code.isEmpty() ? null : code, null, login.until());
            }
            case NEW, EXCHANGING, FAILED -> null;
        };
    }

    private static Credential credential(SecretText shown, TokenSet tokens) {
        Map<String, String> facts = new TreeMap<>(tokens.facts());
        facts.keySet().removeAll(Keys.TOLD_ALONE);
        Instant end = tokens.expiresAt();
        return new Credential(Credential.Kind.ACCESS_TOKEN, shown, end == null ? null : end.toEpochMilli(), facts);
    }
}
