package io.ninerouter.gateway.fake;

import io.ninerouter.config.Dialect;
import java.util.function.BiFunction;

/**
 * One way for a provider to fail before the first token, and what has to come of it.
 *
 * @param place where the provider is
 * @param way in which framings this can happen
 * @param reply what it does; the dialect is the provider's own; null = a stream was asked for
 * @param status what the caller of a single target sees
 * @param locks what is left alone afterwards
 * @param moves where the request goes next
 */
public record Fault(
        String name,
        Place place,
        Way way,
        BiFunction<Dialect, Boolean, Reply> reply,
        int status,
        Locks locks,
        Moves moves) {

    /** A fault of a provider that listens, in either framing. */
    public static Fault of(String name, Way way, BiFunction<Dialect, Boolean, Reply> reply, int status) {
        return new Fault(name, Place.HERE, way, reply, status, Locks.NOTED, Moves.ANYWHERE);
    }

    /** A status with words for programs and for people. */
    public static Fault status(int status, String word, String message, Locks locks, Moves moves) {
        String name = status + (word.isEmpty() ? "" : " " + word) + (message.equals("no") ? "" : ", " + message);
        return new Fault(
                name,
                Place.HERE,
                Way.EITHER,
                (dialect, _) -> Reply.json(status, Dialogs.error(dialect, status, word, message)),
                status,
                locks,
                moves);
    }

    /** The same at another place. */
    public Fault at(Place place) {
        return new Fault(name, place, way, reply, status, locks, moves);
    }

    /** The same with another lesson. */
    public Fault locks(Locks locks) {
        return new Fault(name, place, way, reply, status, locks, moves);
    }

    /** Whether it shows only when a bound on time is reached. */
    public boolean slow() {
        return status == 504 && !name.startsWith("504");
    }

    @Override
    public String toString() {
        return name;
    }

    /** Where a provider is. */
    public enum Place {
        /** Where it is said to be. */
        HERE,
        /** Nowhere: nobody listens. */
        GONE,
        /** Where TLS is expected and not spoken. */
        NO_TLS
    }

    /** In which framings a fault can happen. */
    public enum Way {
        STREAM,
        WHOLE,
        EITHER
    }

    /** What is left alone after a fault. */
    public enum Locks {
        /** Nothing, and nothing is told of the account. */
        NOTHING,
        /** Nothing yet: it is told as the account's last error, and counts. */
        NOTED,
        /** The model at the account, for some seconds. */
        MODEL,
        /** The model at the account, for ten minutes. */
        MODEL_LONG,
        /** The account, for seconds. */
        ACCOUNT,
        /** The account, for an hour. */
        ACCOUNT_LONG,
        /** The account until it has another credential, for ten minutes at most. */
        CREDENTIAL
    }

    /** Where a request goes next. */
    public enum Moves {
        NOWHERE,
        OTHER_MODEL,
        ANYWHERE
    }
}
