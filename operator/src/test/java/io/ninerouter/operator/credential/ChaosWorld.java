package io.ninerouter.operator.credential;

import io.ninerouter.config.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A vendor, an API server, gateways that use what stands in the Secrets, and operators that are killed
 * between any two steps: in virtual time, by one chance. What an operator has sent happens whether it lives or not; what it is
 * told it learns only if it lives.
 */
final class ChaosWorld {
    private static final int GATEWAYS = 10;

    final Random random;
    Odds odds;
    final Map<String, Stored> secrets = new TreeMap<>();
    final ChaosVendor vendor;
    final List<String> refusedCalls = new ArrayList<>();
    final Set<String> answersLost = new HashSet<>();
    int kills;
    int calls;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::sequence));
    private final Map<String, Set<String>> refused = new HashMap<>();
    private final List<Operator> operators = new ArrayList<>();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long sequence;
    private long versions;

    /**
     * How often things go wrong, of one.
     *
     * @param kill an operator dies behind a step
     * @param write the API server fails before or after it has done what it was asked
     * @param call the vendor is not reached
     * @param silence the vendor's answer is lost on its way
     */
    record Odds(double kill, double write, double call, double silence) {}

    record Event(Instant at, long sequence, Runnable what) {}

    ChaosWorld(long seed, int accounts, ChaosVendor vendor, Odds odds) {
        this.random = new Random(seed);
        this.vendor = vendor;
        this.odds = odds;
        for (int i = 0; i < accounts; i++) {
            String name = "acct-" + i;
            put(name, vendor.first(name, now), Map.of());
            refused.put(name, new HashSet<>());
            for (int gateway = 0; gateway < GATEWAYS; gateway++) {
                use(name);
            }
        }
        start();
    }

    void run(Duration most) {
        Instant end = now.plus(most);
        while (!events.isEmpty() && events.peek().at().isBefore(end)) {
            Event event = events.poll();
            now = event.at();
            event.what().run();
        }
        now = end;
    }

    /** Nothing goes wrong any more, and what is under way comes to its end. */
    void settle() {
        odds = new Odds(0, 0, 0, 0);
        run(ChaosVendor.LIFE.multipliedBy(3));
    }

    private void after(long millis, Runnable what) {
        events.add(new Event(now.plusMillis(millis), sequence++, what));
    }

    private boolean happens(double odd) {
        return random.nextDouble() < odd;
    }

    private long millis(int most) {
        return 1 + random.nextInt(most);
    }

    private void put(String name, Map<String, SecretText> values, Map<String, String> annotations) {
        secrets.put(name, new Stored(new Stored.Version(name, Long.toString(++versions)), values, annotations));
        for (Operator operator : List.copyOf(operators)) {
            after(millis(200), () -> operator.changed(name));
        }
    }

    /** One gateway asks something every half minute with what stands there, and tells what was refused. */
    private void use(String name) {
        after(millis(240_000), () -> {
            TokenSet tokens = secrets.get(name).tokens();
            SecretText access = tokens.access();
            if (access != null && !vendor.takes(access.reveal(), now)) {
                refusedCalls.add(name + " at " + now);
                if (refused.get(name).add(Stored.digest(access))) {
                    List.copyOf(operators).forEach(operator -> operator.wanted(name));
                }
            }
            use(name);
        });
    }

    /** The vendor takes back an access token before its end. */
    void revoke(String name) {
        vendor.revoked.add(secrets.get(name).tokens().access().reveal());
    }

    private void start() {
        Operator next = new Operator();
        // One that was superseded may not know it yet.
        operators.forEach(old -> after(millis(10_000), old::resign));
        operators.add(next);
        secrets.keySet().forEach(name -> next.run(name));
    }

    /** A new leader while the old one still works. */
    void lead() {
        start();
    }

    private Wanted wanted(String name) {
        return Wanted.of(vendor.account(), "", refused.get(name));
    }

    final class Operator {
        private final Map<String, Keeping> keeping = new HashMap<>();
        private final Set<String> busy = new HashSet<>();
        private final Map<String, Long> turns = new HashMap<>();
        private boolean dead;

        void changed(String name) {
            keeping.get(name).stale();
            run(name);
        }

        void wanted(String name) {
            keeping.get(name).want(ChaosWorld.this.wanted(name));
            run(name);
        }

        void resign() {
            keeping.values().forEach(Keeping::resign);
        }

        void run(String name) {
            Keeping one = keeping.computeIfAbsent(name, none -> new Keeping(ChaosWorld.this.wanted(name), random));
            if (dead || !busy.add(name)) {
                return;
            }
            long turn = turns.merge(name, 1L, Long::sum);
            switch (one.next(now)) {
                case Keeping.Effect.Rest rest -> {
                    busy.remove(name);
                    if (rest.until() != null) {
                        long millis =
                                Math.max(1, Duration.between(now, rest.until()).toMillis());
                        after(millis, () -> {
                            if (turns.get(name) == turn) {
                                run(name);
                            }
                        });
                    }
                }
                case Keeping.Effect.Read _ ->
                    after(
                            millis(20),
                            () -> step(name, () -> {
                                if (happens(odds.write())) {
                                    one.broken(now);
                                } else {
                                    one.read(secrets.get(name));
                                }
                            }));
                case Keeping.Effect.Write write -> after(millis(20), () -> write(name, one, write));
                case Keeping.Effect.Call call -> after(millis(300), () -> call(name, one, call.ask()));
            }
        }

        private void write(String name, Keeping one, Keeping.Effect.Write write) {
            boolean lost = happens(odds.write());
            boolean done = !lost || happens(0.5);
            Stored there = secrets.get(name);
            boolean same =
                    write.base() != null && there.version().equals(write.base().version());
            if (done && same) {
                Map<String, String> annotations = new TreeMap<>(there.annotations());
                write.change().annotations().forEach((key, value) -> {
                    if (value == null) {
                        annotations.remove(key);
                    } else {
                        annotations.put(key, value);
                    }
                });
                put(name, write.change().applied(there.values()), annotations);
            }
            Stored written = secrets.get(name);
            after(
                    millis(20),
                    () -> step(name, () -> {
                        if (lost) {
                            one.broken(now);
                        } else if (same) {
                            one.wrote(written);
                        } else {
                            one.outdated();
                        }
                    }));
        }

        private void call(String name, Keeping one, Ask ask) {
            calls++;
            boolean reached = !happens(odds.call());
            Answer answer = reached
                    ? vendor.answer(name, ask, secrets.get(name).tokens().isLive(now), now)
                    : null;
            boolean heard = !happens(odds.silence());
            after(millis(2_000), () -> {
                if (dead || (answer != null && !heard)) {
                    answersLost.add(name);
                }
                step(
                        name,
                        () -> one.answered(
                                answer == null
                                        ? new Answer.None(false, "not reached")
                                        : heard ? answer : new Answer.None(true, "no answer"),
                                now));
            });
        }

        private void step(String name, Runnable what) {
            if (dead) {
                return;
            }
            what.run();
            if (happens(odds.kill())) {
                kills++;
                dead = true;
                keeping.forEach((account, kept) -> {
                    if (kept.holds()) {
                        answersLost.add(account);
                    }
                });
                operators.remove(this);
                after(millis(5_000), ChaosWorld.this::start);
                return;
            }
            busy.remove(name);
            run(name);
        }
    }
}
