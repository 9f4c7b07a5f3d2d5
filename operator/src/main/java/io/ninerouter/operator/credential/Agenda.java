package io.ninerouter.operator.credential;

import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.OAuthLogin;
import io.ninerouter.operator.credential.Stored.Begun;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What is to be done next for one account, from what its Secret says, beginning with its tokens. Remembers nothing itself. */
final class Agenda {
    /**
     * For so long whoever has left a mark may still be at it: longer than a question may take, and its answer's first write.
     */
    static final Duration FENCE = Duration.ofSeconds(45);

    private final Wanted wanted;
    private final Memory memory;
    private final Instant now;
    private final Alarm alarm;

    private Agenda(Wanted wanted, Memory memory, Alarm alarm, Instant now) {
        this.wanted = wanted;
        this.memory = memory;
        this.alarm = alarm;
        this.now = now;
    }

    /** Something to do. */
    sealed interface Todo {
        /** A write that needs no vendor. */
        record Note(Change change) implements Todo {}

        /** A question; with a mark that is written before it is asked. */
        record Do(Exchange exchange, @Nullable Change mark) implements Todo {}

        /** Nothing until then; null = until something changes. */
        record Wait(@Nullable Instant until) implements Todo {}
    }

    static Todo next(Wanted wanted, @Nullable Stored stored, Memory memory, RandomGenerator random, Instant now) {
        Alarm alarm = new Alarm(now);
        LoginAgenda logins = new LoginAgenda(wanted, memory, random, alarm, now);
        Todo todo = logins.ofPaste(stored);
        todo = todo == null ? new Agenda(wanted, memory, alarm, now).ofTokens(stored) : todo;
        todo = todo == null ? logins.ofLogin(stored) : todo;
        return todo == null ? new Todo.Wait(alarm.at()) : todo;
    }

    private @Nullable Todo ofTokens(@Nullable Stored stored) {
        TokenSet tokens = wanted.tokens(stored);
        if (tokens.isEmpty()) {
            return null;
        }
        TokenSet completed = wanted.vendor().completed(tokens);
        if (!completed.equals(tokens)) {
            return new Todo.Note(Change.tokens(completed, wanted.source() == null));
        }
        Todo todo = refresh(stored, tokens);
        return todo == null ? followUp(tokens) : todo;
    }

    private @Nullable Todo refresh(@Nullable Stored stored, TokenSet tokens) {
        OAuthLogin.Refresh rule = wanted.account().refresh();
        SecretText source = tokens.refresh();
        if (rule == null || source == null || (stored != null && stored.refused(source) != null)) {
            return null;
        }
        Instant due = dueAt(tokens, rule);
        if (due == null) {
            return null;
        }
        Renewal renewal = wanted.vendor().renewal(wanted.account(), tokens, now);
        Begun begun = stored == null ? null : stored.begun(renewal.shown());
        Begun mark = new Begun(Stored.digest(renewal.shown()), now, now, 1);
        if (begun == null && (UNCERTAIN.equals(memory.trouble) || SPENT.equals(memory.trouble))) {
            memory.trouble = null;
        }
        if (begun != null && !memory.isSettled(begun)) {
            Instant free =
                    renewal.spends() ? free(begun, rule, tokens) : begun.last().plus(FENCE);
            if (free == null) {
                return null;
            }
            due = due.isAfter(free) ? due : free;
            mark = new Begun(begun.digest(), begun.first(), now, begun.times() + 1);
        }
        // The release before marked every question with the refresh token, whatever it showed: it may be at this one.
        Begun other = stored == null || begun != null ? null : stored.begun(source);
        if (other != null && !memory.isSettled(other)) {
            Instant free = other.last().plus(FENCE);
            due = due.isAfter(free) ? due : free;
        }
        if (alarm.isLater(due) || alarm.isLater(memory.retryAt)) {
            return null;
        }
        return new Todo.Do(
                new Exchange.Refresh(tokens, renewal, mark.toString(), isRefused(tokens)),
                Change.mark(Keys.BEGUN, mark.toString()));
    }

    /** When a token that is good for one use may be shown again, as nobody knows whether it was; null = never. */
    private @Nullable Instant free(Begun begun, OAuthLogin.Refresh rule, TokenSet tokens) {
        Instant fenced = begun.last().plus(FENCE);
        Duration grace = rule.grace();
        if (grace != null
                && now.isBefore(begun.first().plus(grace))
                && fenced.isBefore(begun.first().plus(grace))) {
            return fenced;
        }
        if (begun.times() > 1) {
            memory.trouble = SPENT;
            return null;
        }
        // As long as requests are served nothing is risked; then there is nothing to lose.
        memory.trouble = UNCERTAIN;
        Instant end = tokens.isLive(now) ? tokens.expiresAt() : null;
        return end != null && end.isAfter(fenced) ? end : tokens.isLive(now) ? null : fenced;
    }

    /** What is said of a refresh token that may be spent. */
    static final String UNCERTAIN =
            "the refresh token may be spent: its renewal was begun and no answer to it is known. It is"
                    + " tried once more when the access token has expired; log in before that";

    /** What is said when that one try has brought no answer either. */
    static final String SPENT =
            "the refresh token is given up: it was shown twice and no answer came, so it may be spent"
                    + " (expected: a new login, or another token in the Secret)";

    /** Whether the provider refuses what requests show. */
    private boolean isRefused(TokenSet tokens) {
        SecretText shown = wanted.vendor().shown(tokens);
        return shown != null && wanted.refused().contains(Stored.digest(shown));
    }

    private @Nullable Instant dueAt(TokenSet tokens, OAuthLogin.Refresh rule) {
        if (wanted.isSuperseded(tokens)) {
            return Instant.MIN;
        }
        SecretText access = tokens.access();
        String digest = access == null ? "" : Stored.digest(access);
        double chance = digest.isEmpty() ? 0 : Integer.parseInt(digest.substring(0, 6), 16) / (double) (1 << 24);
        Instant due = RefreshSchedule.dueAt(tokens, rule, chance);
        if (!isRefused(tokens)) {
            return due;
        }
        Instant obtained = tokens.obtainedAt();
        Instant doubted = obtained == null ? Instant.MIN : obtained.plus(RefreshSchedule.doubt(memory.refusals));
        return due == null || doubted.isBefore(due) ? doubted : due;
    }

    private @Nullable Todo followUp(TokenSet tokens) {
        memory.follow(tokens);
        if (!tokens.isLive(now) && tokens.access() != null) {
            return null;
        }
        Vendor.FollowUp question = wanted.vendor().followUp(wanted.account(), tokens, memory.followed);
        if (question == null || alarm.isLater(memory.followAt) || alarm.isLater(memory.retryAt)) {
            return null;
        }
        return new Todo.Do(new Exchange.Follow(question, tokens), null);
    }
}
