package io.ninerouter.operator.credential;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One question to a vendor with what it was asked for: what its answer changes is written only while that still stands. */
sealed interface Exchange {

    /** What to ask. */
    Ask ask(Wanted wanted, Instant now);

    /** Whether what it was asked for still stands in the Secret: otherwise somebody else was faster, and theirs counts. */
    boolean stands(Wanted wanted, @Nullable Stored stored);

    /**
     * Another access token.
     *
     * @param renewal which question
     * @param mark what says in the Secret that it was begun
     * @param refused whether it was asked for because the provider refuses the one that is there
     */
    record Refresh(TokenSet of, Renewal renewal, String mark, boolean refused) implements Exchange {
        @Override
        public Ask ask(Wanted wanted, Instant now) {
            return wanted.vendor().refresh(wanted.account(), of, renewal, now);
        }

        @Override
        public boolean stands(Wanted wanted, @Nullable Stored stored) {
            return stored != null && Objects.equals(wanted.tokens(stored).refresh(), of.refresh());
        }
    }

    /** The tokens of a code that was pasted. */
    record Code(Login login) implements Exchange {
        @Override
        public Ask ask(Wanted wanted, Instant now) {
            return wanted.vendor().exchange(wanted.account(), login);
        }

        @Override
        public boolean stands(Wanted wanted, @Nullable Stored stored) {
            return isOpen(stored, login.id());
        }
    }

    /**
     * What the person has to enter.
     *
     * @param instead the login that it takes the place of; null = none
     */
    record Start(Login fresh, @Nullable String instead) implements Exchange {
        @Override
        public Ask ask(Wanted wanted, Instant now) {
            return wanted.vendor().device(wanted.account(), fresh);
        }

        @Override
        public boolean stands(Wanted wanted, @Nullable Stored stored) {
            Login there = stored == null ? null : stored.login();
            return Objects.equals(there == null ? null : there.id(), instead);
        }
    }

    /** Whether the person has entered it. */
    record Poll(Login login) implements Exchange {
        @Override
        public Ask ask(Wanted wanted, Instant now) {
            return wanted.vendor().poll(wanted.account(), login);
        }

        @Override
        public boolean stands(Wanted wanted, @Nullable Stored stored) {
            return isOpen(stored, login.id());
        }
    }

    /** Something else of the account. */
    record Follow(Vendor.FollowUp question, TokenSet of) implements Exchange {
        @Override
        public Ask ask(Wanted wanted, Instant now) {
            return question.ask();
        }

        @Override
        public boolean stands(Wanted wanted, @Nullable Stored stored) {
            TokenSet there = wanted.tokens(stored);
            return Objects.equals(there.access(), of.access()) && Objects.equals(there.refresh(), of.refresh());
        }
    }

    private static boolean isOpen(@Nullable Stored stored, String id) {
        Login there = stored == null ? null : stored.login();
        return there != null && there.id().equals(id) && there.stage() != Login.Stage.FAILED;
    }
}
