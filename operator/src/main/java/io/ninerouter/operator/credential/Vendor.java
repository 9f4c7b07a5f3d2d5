package io.ninerouter.operator.credential;

import io.ninerouter.config.SecretText;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of vendor is asked, and what its answers mean. Stateless; what lies between two questions is in {@link Login}
 * and {@link TokenSet}. {@link Standard} is what RFC 6749, 7636 and 8628 say; the others say where their vendor differs.
 */
public interface Vendor {

    /** The address that the person visits. */
    String visit(Account account, Login fresh);

    /** What the person pasted: the code and the login's state, or why it is none. */
    Pasted pasted(Login login, String text);

    /** Tokens that stand in the code itself; null = it has to be exchanged. */
    default @Nullable Got decoded(Account account, Login login, Instant now) {
        return null;
    }

    /** What can be told of an account without asking anybody. */
    default TokenSet completed(TokenSet tokens) {
        return tokens;
    }

    /** Exchanges a code. */
    Ask exchange(Account account, Login login);

    /** What came of it. */
    Got exchanged(Account account, Login login, Answer answer, Instant now);

    /** Asks for what the person has to enter. */
    Ask device(Account account, Login fresh);

    /** What came of it. */
    Entering entering(Account account, Login fresh, Answer answer, Instant now);

    /** Asks whether the person has entered it. */
    Ask poll(Account account, Login login);

    /** What came of it. */
    Got polled(Account account, Login login, Answer answer, Instant now);

    /** Which question is next on the way to another access token; never called without a refresh token. */
    Renewal renewal(Account account, TokenSet tokens, Instant now);

    /** Puts it. */
    Ask refresh(Account account, TokenSet tokens, Renewal renewal, Instant now);

    /** What came of it: tokens as they are known now, which may be the ones before with another question left to put. */
    Got refreshed(Account account, TokenSet tokens, Renewal renewal, Answer answer, Instant now);

    /** Tokens as they count beside the key that they are made out of, which stands in another Secret. */
    default TokenSet beside(SecretText source, TokenSet stored) {
        return stored.refresh(source.reveal());
    }

    /**
     * What else is to be learnt of an account before, or while, it serves.
     *
     * @param done names of what was asked already and has said all that it has to say
     * @return null = nothing
     */
    default @Nullable FollowUp followUp(Account account, TokenSet tokens, Set<String> done) {
        return null;
    }

    /** What came of it; a failure of kind {@link Failure.Kind#PENDING} asks again. */
    default Got followed(Account account, TokenSet tokens, String name, Answer answer) {
        return new Got.Tokens(tokens);
    }

    /** What is missing before the account can serve, for people; null = nothing. */
    default @Nullable String missing(Account account, TokenSet tokens) {
        return null;
    }

    /** What requests show; null = nothing yet. */
    default @Nullable SecretText shown(TokenSet tokens) {
        return tokens.access();
    }

    /**
     * The login's token, where requests show something that was made with it: it leaves the operator for its vendor alone.
     *
     * @return null = requests show what the login yielded, or there is none
     */
    default @Nullable SecretText loginToken(TokenSet tokens) {
        return null;
    }

    /**
     * One more question.
     *
     * @param name what it is about
     * @param needed whether the account cannot serve without it
     */
    record FollowUp(String name, boolean needed, Ask ask) {}

    /** What a person pasted. */
    sealed interface Pasted {
        /** A code. */
        record Code(String code) implements Pasted {}

        /** None; {@code denied} = the vendor says that the person refused. */
        record Useless(boolean denied, String why) implements Pasted {}
    }

    /** What a question for a device code came to. */
    sealed interface Entering {
        /** The person can be shown this. */
        record Shown(Login login) implements Entering {}

        /** The vendor wants to be asked once more, with what the login has learnt. */
        record More(Login login) implements Entering {}

        /** It came to nothing. */
        record Nothing(Failure failure) implements Entering {}
    }

    /** The vendor of a kind. */
    static Vendor of(io.ninerouter.operator.catalog.LoginKind kind) {
        return Vendors.of(kind);
    }
}
