package io.ninerouter.operator.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps one account in virtual time: a Secret, and a vendor that answers as it is told. */
final class Player {
    /** More than any way from one state of rest to the next; who takes more goes round in circles. */
    private static final int MOST_STEPS = 50;

    final List<Ask> asked = new ArrayList<>();
    Instant now;

    @Nullable
    Stored stored;

    /** Whether each operator ends after it has written something: the next knows nothing but what stands in the Secret. */
    boolean restarts;

    /** After which effects, counted from 1, the operator is killed before it learns what came of them. */
    Set<Integer> kills = Set.of();

    /** How many effects there were. */
    int effects;

    private final Function<Ask, Answer> vendor;
    private Wanted wanted;
    private Keeping keeping;
    private long version;

    Player(Wanted wanted, Instant now, Function<Ask, Answer> vendor) {
        this.wanted = wanted;
        this.now = now;
        this.vendor = vendor;
        this.keeping = new Keeping(wanted, new Random(1));
    }

    /** Does all that is due; when there is more to do, null = not by time alone. */
    @Nullable
    Instant rest() {
        for (int step = 0; step < MOST_STEPS; step++) {
            switch (keeping.next(now)) {
                case Keeping.Effect.Read _ -> {
                    if (!killed()) {
                        keeping.read(stored);
                    }
                }
                case Keeping.Effect.Write write -> {
                    write(write.change());
                    if (killed()) {
                        continue;
                    }
                    keeping.wrote(stored);
                    if (restarts && !keeping.holds()) {
                        restart();
                    }
                }
                case Keeping.Effect.Call call -> {
                    asked.add(call.ask());
                    Answer answer = vendor.apply(call.ask());
                    if (!killed()) {
                        keeping.answered(answer, now);
                    }
                }
                case Keeping.Effect.Rest rest -> {
                    return rest.until();
                }
            }
        }
        throw new AssertionError("no rest after " + asked.size() + " questions, the last of them " + asked.getLast());
    }

    private boolean killed() {
        boolean killed = kills.contains(++effects);
        if (killed) {
            restart();
        }
        return killed;
    }

    /** Goes on for so long. */
    void run(Duration span) {
        Instant end = now.plus(span);
        for (Instant next = rest(); next != null && next.isBefore(end); next = rest()) {
            assertThat(next).as("time goes on").isAfter(now);
            now = next;
        }
        now = end;
    }

    /** Another operator goes on. */
    void restart() {
        // Not that of the first one: states and ids are made by chance.
        keeping = new Keeping(wanted, new Random(1_000 + version));
    }

    /** From now on the connection wants this. */
    void want(Wanted next) {
        wanted = next;
        keeping.want(next);
    }

    /** Somebody writes into the Secret. */
    void put(Map<String, String> values) {
        Map<String, SecretText> all = new HashMap<>();
        values.forEach((key, value) -> all.put(key, SecretText.of(value)));
        write(new Change(all, Map.of()));
        keeping.stale();
    }

    /** Somebody gives the Secret an annotation. */
    void mark(String annotation, String value) {
        write(Change.mark(annotation, value));
        keeping.stale();
    }

    @Nullable
    String trouble() {
        return keeping.trouble();
    }

    TokenSet tokens() {
        return wanted.tokens(stored);
    }

    /** What requests show; null = nothing. */
    @Nullable
    String shown() {
        SecretText shown = wanted.vendor().shown(tokens());
        return shown == null ? null : shown.reveal();
    }

    /** What the status tells. */
    Standing.Read standing() {
        return Standing.read(wanted, stored, "Secret ai/tokens");
    }

    /** How often something was asked whose method and address begin so. */
    long count(String begin) {
        return asked.stream()
                .map(Player::name)
                .filter(name -> name.startsWith(begin))
                .count();
    }

    static String name(Ask ask) {
        return ask.method() + " " + ask.url();
    }

    private void write(Change change) {
        Map<String, SecretText> values = stored == null ? Map.of() : stored.values();
        Map<String, String> annotations = new HashMap<>(stored == null ? Map.of() : stored.annotations());
        change.annotations().forEach((name, value) -> {
            if (value == null) {
                annotations.remove(name);
            } else {
                annotations.put(name, value);
            }
        });
        stored = new Stored(new Stored.Version("u", Long.toString(++version)), change.applied(values), annotations);
    }
}
