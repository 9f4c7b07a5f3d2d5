package io.ninerouter.quickstart.budget;

import io.ninerouter.config.Allotments;
import io.ninerouter.config.CallerDemand;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.KeyBudget;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.limits.InFlight;
import io.ninerouter.gateway.limits.LimitBoard;
import io.ninerouter.gateway.limits.Permit;
import io.ninerouter.gateway.snapshot.Caller;
import io.ninerouter.gateway.snapshot.ModelGlobs;
import io.ninerouter.operator.allot.AllotmentFold;
import io.ninerouter.operator.allot.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Gateways' and operator's own code, in a world whose time is a number: reports and allotments take their time, come late, pods
 * are killed and come anew, and the operator is replaced. All chance comes from one seed.
 */
final class BudgetSimulation {
    static final long USD = 1_000_000_000_000L;
    static final String CALLER = "agents/coder";

    private final Random random;
    private final KeyConfig key;
    private final Caller caller;
    private final double requestsPerSecond;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final List<Gateway> gateways = new ArrayList<>();
    private final Map<String, Gateway> reported = new java.util.TreeMap<>();
    private AllotmentFold.Memory memory = AllotmentFold.Memory.EMPTY;
    private long now;
    private long numbers;
    private boolean roundDue;
    private boolean quiet;
    private boolean operatorThere = true;
    private int writes;
    private long cost;
    private long lost;
    private int served;
    private int refused;
    private long refusedUntil;

    BudgetSimulation(long seed, KeyBudget budget, Instant start, int count, double requestsPerSecond) {
        this.random = new Random(seed);
        this.now = start.toEpochMilli();
        this.requestsPerSecond = requestsPerSecond;
        this.key = new KeyConfig(CALLER, List.of(), true, null, List.of(), Map.of(), null, null, budget);
        this.caller = new Caller(CALLER, true, null, ModelGlobs.ALL, null, budget);
        for (int i = 0; i < count; i++) {
            gateways.add(new Gateway("gw-" + i));
        }
    }

    /** Lets time pass. */
    void run(java.time.Duration duration) {
        long end = now + duration.toMillis();
        gateways.forEach(Gateway::begin);
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event event = events.poll();
            now = event.at();
            event.what().run();
        }
        now = end;
    }

    /**
     * A pod is killed without a word, with all that it was doing, and another takes its place. What it told last stands until
     * it is certain that nothing follows, and the operator has published that.
     */
    void kill(int which) {
        Gateway gone = gateways.get(which);
        gone.alive = false;
        lost += gone.running;
        in(60_000, () -> {
            gone.ended = true;
            round();
        });
        Gateway next = new Gateway(gone.name + "x");
        gateways.set(which, next);
        next.begin();
    }

    /** Another operator goes on with what is published, knowing nothing else. */
    void replaceOperator() {
        memory = AllotmentFold.Memory.of(published());
    }

    void operator(boolean there) {
        operatorThere = there;
        round();
    }

    /** No more requests come; what runs ends, and is told. */
    void fallQuiet() {
        quiet = true;
        run(java.time.Duration.ofMinutes(2));
    }

    /** What is told of the budget, as far as the operator knows. */
    long told() {
        return java.util.Objects.requireNonNull(look().spending().get(CALLER)).spent();
    }

    /** What all answers of this period have cost, also those nobody was told of. */
    long cost() {
        return cost;
    }

    /** What is handed out. */
    long granted() {
        return memory.published().grantsOf(CALLER).grants().stream()
                .mapToLong(Allotments.Grant::granted)
                .sum();
    }

    long lost() {
        return lost;
    }

    int served() {
        return served;
    }

    int refused() {
        return refused;
    }

    int writes() {
        return writes;
    }

    long now() {
        return now;
    }

    long longestRetry() {
        return refusedUntil;
    }

    AllotmentFold.Outcome look() {
        return AllotmentFold.fold(memory, List.of(key), pods(), Instant.ofEpochMilli(now));
    }

    void countAnew() {
        cost = 0;
        lost = 0;
        served = 0;
        refused = 0;
        refusedUntil = 0;
        writes = 0;
    }

    private void in(long millis, Runnable what) {
        events.add(new Event(now + millis, numbers++, what));
    }

    private Allotments published() {
        return ConfigCodec.decodeAllotments(ConfigCodec.encode(memory.published()));
    }

    private List<Pod> pods() {
        return reported.values().stream()
                .map(gateway -> Pod.of(gateway.name, gateway.report(gateway.told), !gateway.ended, gateway.ended))
                .toList();
    }

    /** A report has come: the operator looks, a little later; reports that come meanwhile are seen together. */
    private void round() {
        if (!roundDue && operatorThere) {
            roundDue = true;
            in(10 + random.nextInt(90), () -> {
                roundDue = false;
                AllotmentFold.Outcome outcome = look();
                if (!outcome.memory().published().equals(memory.published())) {
                    writes++;
                    Allotments published = outcome.memory().published();
                    gateways.forEach(gateway -> in(5 + random.nextInt(150), () -> gateway.hear(published)));
                }
                memory = outcome.memory();
                reported.values().removeIf(gateway -> gateway.ended);
            });
        }
    }

    private record Event(long at, long number, Runnable what) {}

    /** One gateway: the production's board, and traffic. */
    private final class Gateway implements LimitBoard.Reports {
        private final String name;
        private final long since = now;
        private final LimitBoard board = new LimitBoard(new InFlight(), () -> now);
        private final double share = random.nextDouble() < 0.3 ? 0.02 : random.nextDouble();
        private List<CallerDemand> told = List.of();
        private boolean alive = true;
        private boolean ended;
        private boolean begun;
        private boolean reportDue;
        private long reportedAt;
        private long running;
        private int heard;

        Gateway(String name) {
            this.name = name;
            board.share(name, since, this);
        }

        void begin() {
            if (!begun) {
                begun = true;
                hear(published());
                heartbeat();
                traffic();
            }
        }

        @Override
        public void urgent() {
            due(Math.max(5, reportedAt + 50 - now));
        }

        @Override
        public void soon() {
            due(Math.max(100, reportedAt + 300 - now));
        }

        private void hear(Allotments allotments) {
            if (alive) {
                board.hear(name, since, allotments);
            }
        }

        private void due(long millis) {
            if (!reportDue && alive) {
                reportDue = true;
                in(millis, this::report);
            }
        }

        private void heartbeat() {
            if (alive) {
                report();
                in(10_000, this::heartbeat);
            }
        }

        private void report() {
            if (!alive) {
                return;
            }
            reportDue = false;
            reportedAt = now;
            List<CallerDemand> demands = board.demands();
            in(5 + random.nextInt(100), () -> {
                if (alive) {
                    told = demands;
                    reported.put(name, this);
                    round();
                }
            });
        }

        private ReplicaReport report(List<CallerDemand> demands) {
            String started = Instant.ofEpochMilli(since).toString();
            return new ReplicaReport(true, "r", "c", null, null, started, started, 0, List.of(), List.of())
                    .with(demands);
        }

        private void traffic() {
            if (alive && !quiet) {
                request();
                double mean = 1_000 * gateways.size() / (requestsPerSecond * Math.max(0.01, 2 * share));
                in((long) Math.min(60_000, 1 - mean * Math.log(1 - random.nextDouble())), this::traffic);
            }
        }

        private void request() {
            board.enter(caller, new SimulatedLoop(BudgetSimulation.this::in), entry -> {
                Permit permit = entry.permit();
                permit.take(1_000 + random.nextInt(60_000));
                long input = permit.inputEstimate();
                long estimate = price(input, permit.outputEstimate(null));
                permit.reserve(estimate, new SimulatedLoop(BudgetSimulation.this::in), refusal -> {
                    if (refusal != null) {
                        refused++;
                        refusedUntil = Math.max(refusedUntil, refusal.retryAfterMillis());
                        permit.settle(null, null);
                        permit.leave();
                        return;
                    }
                    serve(permit, (long) (input * (0.7 + random.nextDouble() * 0.6)));
                });
            });
        }

        /** What answers cost is not what was estimated: some are ten times as long. */
        private void serve(Permit permit, long input) {
            long output = (long) (400 * Math.exp(random.nextGaussian()));
            long price = price(input, output);
            running += price;
            in(500 + random.nextInt(20_000), () -> {
                if (alive) {
                    running -= price;
                    served++;
                    cost += price;
                    permit.settle(new Usage(input, 0, 0, output, 0), price);
                    permit.leave();
                }
            });
        }
    }

    /** 3 USD a million tokens in, 15 out. */
    private static long price(long input, long output) {
        return input * 3_000_000 + output * 15_000_000;
    }
}
