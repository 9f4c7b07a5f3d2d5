package io.ninerouter.operator.compile;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the compile says of one object.
 *
 * @param ref which object
 * @param generation of the spec that was compiled
 * @param accepted valid and compiled
 * @param resolved every reference leads somewhere
 * @param fragment what it contributes; null = nothing, because it was not accepted or not resolved
 * @param detail what else its status needs
 * @param instead the last valid form, which goes on serving in its place; null = none does
 */
public record Verdict(
        ObjectRef ref,
        long generation,
        Decision accepted,
        Decision resolved,
        @Nullable Fragment fragment,
        Detail detail,
        @Nullable Served instead) {

    /** The same in other detail. */
    Verdict with(Detail other) {
        return new Verdict(ref, generation, accepted, resolved, fragment, other, instead);
    }

    /** Nothing serves in its place. */
    public Verdict(
            ObjectRef ref,
            long generation,
            Decision accepted,
            Decision resolved,
            @Nullable Fragment fragment,
            Detail detail) {
        this(ref, generation, accepted, resolved, fragment, detail, null);
    }

    static Verdict served(Declared<?> object, Decision accepted, Fragment fragment, Detail detail) {
        return new Verdict(object.ref(), object.generation(), accepted, Decision.RESOLVED, fragment, detail);
    }

    /** Nothing is wrong with it, and it has nothing to serve with yet. */
    static Verdict unserved(Declared<?> object, Decision accepted, Detail detail) {
        return new Verdict(object.ref(), object.generation(), accepted, Decision.RESOLVED, null, detail);
    }

    static Verdict refused(Declared<?> object, Decision accepted, Detail detail) {
        return new Verdict(object.ref(), object.generation(), accepted, Decision.RESOLVED, null, detail);
    }

    static Verdict unresolved(Declared<?> object, Decision accepted, Decision resolved, Detail detail) {
        return new Verdict(object.ref(), object.generation(), accepted, resolved, null, detail);
    }

    /** Refused, while an earlier form may go on serving. */
    static Verdict refused(Declared<?> object, Decision accepted, Detail detail, @Nullable Served instead) {
        return new Verdict(
                object.ref(),
                object.generation(),
                accepted.servedInstead(instead),
                Decision.RESOLVED,
                null,
                detail,
                instead);
    }

    /** Not resolved, while an earlier form may go on serving. */
    static Verdict unresolved(
            Declared<?> object, Decision accepted, Decision resolved, Detail detail, @Nullable Served instead) {
        return new Verdict(
                object.ref(), object.generation(), accepted, resolved.servedInstead(instead), null, detail, instead);
    }

    /** Whether it is accepted, and every reference leads somewhere. */
    public boolean isSound() {
        return accepted.holds() && resolved.holds();
    }

    /** The account that a login yields; null = there is no login. */
    public @Nullable LoginPlan login() {
        return detail instanceof OfConnection connection ? connection.login() : null;
    }

    /** Whether something becomes of it by itself: a key ends or is replaced, an account logs in and its tokens end. */
    boolean isTimed() {
        return login() != null
                || (detail instanceof OfKey key && (key.expiresAtMillis() != null || key.times() != null));
    }

    /** What the status of one kind needs beyond the decisions. */
    public sealed interface Detail {
        /** Nothing. */
        Detail NONE = new Plain();
    }

    /** Nothing more. */
    public record Plain() implements Detail {}

    /**
     * Of a Router.
     *
     * @param rollout whether its pods are of this generation
     */
    public record OfRouter(Decision rollout) implements Detail {}

    /**
     * Of a ProviderConnection.
     *
     * @param active false = the user switched it off
     * @param needsCredential false = the provider takes none
     * @param probing how the credential can be checked without traffic
     * @param asking what can be asked about the account
     * @param offering what its provider says that it offers; null = that is not asked, or not known yet
     * @param login the account that a login yields; null = there is no login
     */
    public record OfConnection(
            boolean active,
            boolean needsCredential,
            Probing probing,
            Asking asking,
            @Nullable Offering offering,
            @Nullable LoginPlan login)
            implements Detail {

        /** Of one about which nothing is asked. */
        public OfConnection(boolean active, boolean needsCredential, Probing probing) {
            this(active, needsCredential, probing, Asking.NOTHING, null, null);
        }

        /** Of one that does not serve: there is nothing to check. */
        public OfConnection(boolean active, boolean needsCredential) {
            this(active, needsCredential, Probing.NONE);
        }

        /** The same with another account. */
        OfConnection with(@Nullable LoginPlan other) {
            return new OfConnection(active, needsCredential, probing, asking, offering, other);
        }

        /** The same, checked in another way. */
        public OfConnection with(Probing other) {
            return new OfConnection(active, needsCredential, other, asking, offering, login);
        }

        /** The same with other questions. */
        public OfConnection with(Asking other) {
            return new OfConnection(active, needsCredential, probing, other, offering, login);
        }
    }

    /**
     * What a provider says that it offers to an account.
     *
     * @param count how many models; 0 = there is no list yet
     * @param at since when it lists the same; null = there is no list yet
     * @param lacking declared or allowed models that it does not list, in order
     * @param trouble why there is no newer list; null = the last question was answered
     */
    public record Offering(
            int count,
            @Nullable Instant at,
            List<String> lacking,
            @Nullable String trouble) {
        public Offering {
            lacking = List.copyOf(lacking);
        }
    }

    /**
     * Of a Combo.
     *
     * @param targets the provider models behind its members, in order, at most 64
     */
    public record OfCombo(List<Target> targets) implements Detail {
        public OfCombo {
            targets = List.copyOf(targets);
        }
    }

    /**
     * Of an ApiKey.
     *
     * @param active false = paused
     * @param expiresAtMillis epoch milliseconds; null = never
     * @param keyPrefix the beginning of the key, to tell keys apart; null = no key yet, or none at all
     * @param times of a key that the operator issued; null = it did not
     */
    public record OfKey(
            boolean active,
            @Nullable Long expiresAtMillis,
            @Nullable String keyPrefix,
            @Nullable KeyTimes times) implements Detail {

        /** Of a key that the operator has not issued. */
        public OfKey(boolean active, @Nullable Long expiresAtMillis, @Nullable String keyPrefix) {
            this(active, expiresAtMillis, keyPrefix, null);
        }
    }

    /**
     * The times of an issued key.
     *
     * @param issuedAt when it was issued; null = not told
     * @param nextAt when it will be replaced; null = not by itself
     * @param previousUntil until when a key before it is accepted; null = there is none
     */
    public record KeyTimes(
            @Nullable Instant issuedAt,
            @Nullable Instant nextAt,
            @Nullable Instant previousUntil) {}

    /**
     * A provider's model and the accounts that serve it.
     *
     * @param model as the member wrote it, such as {@code openai/gpt-5}
     * @param connections names, in order
     */
    public record Target(String model, List<String> connections) {
        public Target {
            connections = List.copyOf(connections);
        }
    }
}
