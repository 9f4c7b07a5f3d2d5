package io.ninerouter.quickstart.budget;

import io.ninerouter.config.Allotments;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.CallerDemand;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credentials;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.GatewayConfig.RequestLog;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.UsageReport;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.limits.InFlight;
import io.ninerouter.gateway.limits.LimitBoard;
import io.ninerouter.gateway.limits.Permit;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.snapshot.Caller;
import io.ninerouter.gateway.snapshot.ModelGlobs;
import io.ninerouter.gateway.snapshot.Provider;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.usage.Asker;
import io.ninerouter.gateway.usage.AttemptRecord;
import io.ninerouter.gateway.usage.Cost;
import io.ninerouter.gateway.usage.Tally;
import io.ninerouter.gateway.usage.Timing;
import io.ninerouter.gateway.usage.UsageLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One process of a {@link LedgerModel}: a gateway's own ledger and limits, and requests that are a few numbers. */
final class LedgerGateway {
    private static final Target TARGET = target();
    private static final long INPUT_PRICE = 3_000_000;
    private static final long OUTPUT_PRICE = 15_000_000;

    private final LedgerModel world;
    private final String pod;
    private final long since;
    private final LimitBoard board;
    private final UsageLedger ledger;
    private final List<Running> running = new ArrayList<>();
    private final Map<String, Long> billedBefore = new HashMap<>();
    private @Nullable ReplicaReport told;
    private boolean alive = true;

    LedgerGateway(LedgerModel world, String pod) {
        this.world = world;
        this.pod = pod;
        this.since = world.now();
        this.board = new LimitBoard(new InFlight(), world::now);
        this.ledger = new UsageLedger(pod + "-" + since, world::now);
        board.share(pod, since, LimitBoard.Reports.NOBODY);
        hear(world.published());
    }

    String pod() {
        return pod;
    }

    /** Goes on with the count of an earlier process; null = there is none. */
    void follow(@Nullable UsageReport earlier) {
        if (earlier != null) {
            ledger.continueFrom(earlier);
            earlier.callers()
                    .forEach(row -> billedBefore.put(row.caller(), row.used().billedPicoUsd()));
        }
    }

    void hear(Allotments allotments) {
        board.hear(pod, since, allotments);
    }

    /** A caller asks; it is let in, waits, or is refused. */
    void ask() {
        int who = world.random.nextInt(5);
        String name = who == 4 ? LedgerModel.FREE : LedgerModel.CALLERS.get(who % LedgerModel.CALLERS.size());
        Caller caller = new Caller(name, true, null, ModelGlobs.ALL, null, world.budgets.get(name));
        Tally tally = new Tally(ledger, new Asker("r", name, Dialect.OPENAI_CHAT, "generate", "m", true), 0);
        SimulatedLoop loop = new SimulatedLoop(world::in);
        board.enter(caller, loop, entry -> {
            Permit permit = entry.permit();
            tally.settles(record -> permit.settle(record.usage(), record.picoUsd(true)));
            permit.take(1_000 + world.random.nextInt(60_000));
            long estimate = permit.inputEstimate() * INPUT_PRICE + permit.outputEstimate(null) * OUTPUT_PRICE;
            // Of some accounts nobody is billed: nothing is set aside.
            long cost = world.random.nextInt(8) == 0 ? 0 : estimate;
            permit.reserve(cost, loop, refusal -> {
                Running request = new Running(tally, permit);
                if (refusal == null && alive) {
                    running.add(request);
                } else {
                    request.end(429);
                }
            });
        });
    }

    /** A request goes on: an attempt fails and another one begins, or it ends. */
    void advance() {
        if (!running.isEmpty()) {
            Running request = running.get(world.random.nextInt(running.size()));
            request.attempt(world.random.nextInt(4) == 0);
            if (world.random.nextInt(3) > 0) {
                running.remove(request);
                request.end(200);
            }
        }
    }

    /** A gateway that drains lets nobody in any more: who waits is served or refused within a second, and all that runs ends. */
    void endAll() {
        world.pass(1_100);
        List.copyOf(running).forEach(request -> {
            running.remove(request);
            request.attempt(false);
            request.end(200);
        });
    }

    /** Writes its report, as the control plane puts it together. */
    void tell(boolean last) {
        String started = Instant.ofEpochMilli(since).toString();
        String at = Instant.ofEpochMilli(world.now()).toString();
        ReplicaReport report = new ReplicaReport(
                        !last, "r", "c", null, null, at, started, running.size(), List.of(), List.of())
                .with(ledger.report(last))
                .with(board.demands());
        if (last && report.usage() == null) {
            world.remove(pod);
            return;
        }
        told = report;
        world.store(pod, report);
    }

    /** Writes what it wrote last, where somebody has deleted it. */
    void tellAgain() {
        ReplicaReport report = told;
        if (alive && report != null && !world.reports().contains(pod)) {
            world.store(pod, report);
        }
    }

    boolean hasTold() {
        return told != null;
    }

    void die() {
        alive = false;
        running.clear();
    }

    /** What the last report says of a budget that it does not say of usage: what was set aside for requests that ran. */
    long toldBeyondTheBook(String caller) {
        ReplicaReport report = told;
        CallerDemand.Purse purse = report == null ? null : LedgerModel.purse(report, caller);
        UsageReport usage = report == null ? null : report.usage();
        long booked = usage == null
                ? 0
                : usage.callers().stream()
                        .filter(row -> row.caller().equals(caller))
                        .mapToLong(row -> row.used().billedPicoUsd() - billedBefore.getOrDefault(caller, 0L))
                        .sum();
        return (purse == null ? 0 : purse.used()) - booked;
    }

    private final class Running {
        private final Tally tally;
        private final Permit permit;

        private Running(Tally tally, Permit permit) {
            this.tally = tally;
            this.permit = permit;
        }

        /** What an answer costs is not what was estimated; some of it nobody is billed for, or has no price. */
        private void attempt(boolean failed) {
            Usage usage =
                    new Usage(world.random.nextInt(20_000), world.random.nextInt(9), 0, world.random.nextInt(9_000), 0);
            long price = usage.input() * INPUT_PRICE + usage.output() * OUTPUT_PRICE;
            int kind = world.random.nextInt(10);
            Cost cost = kind == 0 ? null : new Cost(price, kind > 1);
            tally.attempted(new AttemptRecord(
                    TARGET,
                    tally.attempt(),
                    failed ? new Outcome.NoAnswer("reset") : new Outcome.Success(),
                    new Timing(4, failed ? -1 : 1),
                    new AttemptRecord.Told(List.of(), null, 10, 20),
                    failed && world.random.nextBoolean()
                            ? AttemptRecord.Spent.NOTHING
                            : new AttemptRecord.Spent(usage, false, cost)));
        }

        private void end(int status) {
            tally.close(status, false, RequestLog.NONE, 5);
            permit.leave();
        }
    }

    private static Target target() {
        ProviderConfig provider = new ProviderConfig(
                "p",
                List.of("p"),
                List.of(Dialect.OPENAI_CHAT),
                "http://127.0.0.1:1",
                AuthScheme.BEARER,
                Map.of(),
                BodyEdits.NONE,
                List.of(),
                true);
        ConnectionConfig connection = new ConnectionConfig("conn", "p", 10, 1, List.of(), 0, false);
        GatewayConfig config = new GatewayConfig(
                GatewayConfig.FORMAT,
                "test/router",
                GatewayConfig.Settings.DEFAULT,
                List.of(provider),
                List.of(connection),
                List.of(),
                List.of(),
                List.of());
        Provider at = Snapshot.compile(config, new Credentials("c", Map.of())).provider("p");
        return new Target(at, at.connections().getFirst(), "m", Dialect.OPENAI_CHAT, null);
    }
}
