package io.ninerouter.operator.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.UsageFigures;
import io.ninerouter.config.UsageReport;
import io.ninerouter.config.UsageReport.CallerUsage;
import io.ninerouter.config.UsageReport.TargetUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Gateways that serve, report, lose reports, drain, are restarted or killed; two operators that read what is old, write what
 * has changed meanwhile, and die between any two steps: in the end everything was told once that was served, but what a killed
 * process had not reported yet; and never, at any time, more.
 */
class UsageModelTest {
    private static final int STEPS = 600;

    private final Store store = new Store();
    private final List<Gateway> gateways = new ArrayList<>();
    private final List<Operator> operators = List.of(new Operator(), new Operator());
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");
    private UsageFigures served = UsageFigures.NONE;
    private UsageFigures lost = UsageFigures.NONE;
    private int pods;
    private Random random;

    @RepeatedTest(300)
    void everythingServedIsToldOnceButWhatAKilledProcessHadNotReported(RepetitionInfo info) {
        random = new Random(info.getCurrentRepetition());
        for (int i = 0; i < STEPS; i++) {
            step();
            neverMore();
        }
        List.copyOf(gateways).forEach(this::drain);
        operators.forEach(Operator::die);
        now = now.plus(Duration.ofHours(1));
        Operator last = operators.getFirst();
        for (int i = 0; i < 8; i++) {
            last.look();
            last.fold();
            last.delete();
            now = now.plusSeconds(10);
        }

        UsageBook book = store.book;
        assertThat(book.total().seen()).isEqualTo(served.minus(lost));
        assertThat(sum(book.callers())).isEqualTo(book.total().seen());
        assertThat(sum(book.targets())).isEqualTo(withoutRequests(book.total().seen()));
        UsageFigures days =
                book.days().stream().map(UsageBook.Bucket::total).reduce(UsageFigures.NONE, UsageFigures::plus);
        assertThat(days).isEqualTo(book.total().seen());
        assertThat(store.objects).as("reports that are left").isEmpty();
    }

    private void neverMore() {
        UsageFigures told = store.book.total().seen();
        UsageFigures left = served.minus(told);
        assertThat(left).as("served %s, told %s", served, told).isEqualTo(left.atLeastZero());
    }

    private void step() {
        now = now.plusSeconds(random.nextInt(5) == 0 ? 4_000 : 3);
        int what = random.nextInt(100);
        if (gateways.isEmpty() || what < 4) {
            gateways.add(new Gateway("pod-" + pods++));
            return;
        }
        Gateway gateway = gateways.get(random.nextInt(gateways.size()));
        Operator operator = operators.get(random.nextInt(2));
        if (what < 35) {
            gateway.serve();
        } else if (what < 55) {
            gateway.report(false);
        } else if (what < 58) {
            drain(gateway);
        } else if (what < 61) {
            kill(gateway);
        } else if (what < 64) {
            gateway.restart(random.nextBoolean());
        } else if (what < 65) {
            store.objects.remove(gateway.pod);
        } else if (what < 78) {
            operator.look();
        } else if (what < 88) {
            operator.fold();
        } else if (what < 96) {
            operator.delete();
        } else {
            operator.die();
        }
    }

    private void drain(Gateway gateway) {
        gateway.report(true);
        gateways.remove(gateway);
    }

    private void kill(Gateway gateway) {
        gateway.loseWhatIsNotReported();
        gateways.remove(gateway);
        Stored there = store.objects.get(gateway.pod);
        if (there != null) {
            store.put(gateway.pod, there.usage, there.continued, true);
        }
    }

    /** What the API server holds. */
    private static final class Store {
        private final Map<String, Stored> objects = new TreeMap<>();
        private UsageBook book = UsageBook.EMPTY;
        private int bookVersion;
        private int versions;

        private void put(String pod, @Nullable UsageReport usage, boolean continued, boolean gone) {
            objects.put(pod, new Stored(++versions, usage, continued, gone));
        }
    }

    private record Stored(int version, @Nullable UsageReport usage, boolean continued, boolean gone) {}

    /** A pod and the process in it. */
    private final class Gateway {
        private final String pod;
        private String ledger;
        private UsageFigures x = UsageFigures.NONE;
        private UsageFigures y = UsageFigures.NONE;
        private @Nullable UsageReport told;

        private Gateway(String pod) {
            this.pod = pod;
            this.ledger = pod + "-" + random.nextLong();
        }

        private void serve() {
            UsageFigures used = new UsageFigures(
                    1,
                    1 + random.nextInt(2),
                    random.nextInt(100),
                    random.nextInt(9),
                    0,
                    random.nextInt(100),
                    0,
                    random.nextInt(1_000_000),
                    random.nextInt(10),
                    0);
            served = served.plus(used);
            if (random.nextBoolean()) {
                x = x.plus(used);
            } else {
                y = y.plus(used);
            }
        }

        private void report(boolean closed) {
            if (x.plus(y).equals(UsageFigures.NONE)) {
                if (closed) {
                    store.objects.remove(pod);
                }
                return;
            }
            told = new UsageReport(
                    ledger,
                    "2026-03-01T00:00:00Z",
                    closed,
                    x.plus(y),
                    List.of(new CallerUsage("team/x", null, x), new CallerUsage("team/y", null, y)),
                    List.of(
                            new TargetUsage("conn", "p", "a", null, withoutRequests(x)),
                            new TargetUsage("conn", "p", "b", null, withoutRequests(y))));
            store.put(pod, told, false, false);
        }

        private void loseWhatIsNotReported() {
            UsageFigures reported = told == null ? UsageFigures.NONE : told.total();
            lost = lost.plus(x.plus(y).minus(reported));
            // Somebody has deleted the report of a process that cannot write it again.
            if (told != null && !store.objects.containsKey(pod)) {
                store.put(pod, told, false, false);
            }
        }

        /** The next container of the pod: the first thing it does is to look at what stands there. */
        private void restart(boolean orderly) {
            if (orderly) {
                report(true);
            } else {
                loseWhatIsNotReported();
            }
            if (random.nextInt(3) == 0) {
                // The operator may be faster than the container.
                operators.get(random.nextInt(2)).fold();
                operators.get(random.nextInt(2)).delete();
            }
            Stored found = store.objects.get(pod);
            UsageReport usage = found == null ? null : found.usage;
            ledger = usage == null ? pod + "-" + random.nextLong() : usage.ledger();
            x = usage == null ? UsageFigures.NONE : usage.callers().get(0).used();
            y = usage == null ? UsageFigures.NONE : usage.callers().get(1).used();
            told = usage;
            if (usage != null) {
                store.put(pod, usage, true, false);
            }
        }
    }

    /** A leader, or one that believes to be: what it knows may be old. */
    private final class Operator {
        private @Nullable UsageBook book;
        private int version;
        private Map<String, Stored> view = Map.of();

        /** Its caches catch up. */
        private void look() {
            view = Map.copyOf(store.objects);
            if (book == null) {
                // A replica that lives is given time to write its report again.
                UsageBook read = store.book;
                if (UsageFold.recover(read, reporting(), now).equals(read)) {
                    book = read;
                    version = store.bookVersion;
                }
            }
        }

        private void die() {
            book = null;
            view = Map.of();
        }

        private List<Reporting> reporting() {
            List<Reporting> reporting = new ArrayList<>();
            view.forEach((pod, stored) -> {
                if (stored.usage != null) {
                    boolean closed = stored.usage.closed() && !stored.continued;
                    reporting.add(new Reporting(pod, stored.usage, closed || stored.gone));
                }
            });
            return reporting;
        }

        private void fold() {
            UsageBook mine = book;
            if (mine == null) {
                return;
            }
            UsageBook next = UsageFold.fold(mine, reporting(), ANY, now);
            if (next.equals(mine)) {
                return;
            }
            UsageBook written = BookCodec.encode(next).book();
            if (version != store.bookVersion) {
                die();
                return;
            }
            store.book = BookCodec.decode(BookCodec.encode(written).data());
            assertThat(store.book).isEqualTo(written);
            version = ++store.bookVersion;
            book = random.nextInt(10) == 0 ? null : written;
        }

        private void delete() {
            UsageBook mine = book;
            if (mine == null) {
                return;
            }
            for (String pod : UsageFold.done(mine, reporting())) {
                Stored there = store.objects.get(pod);
                if (there != null && there.version == view.get(pod).version) {
                    store.objects.remove(pod);
                }
                if (random.nextInt(5) == 0) {
                    return;
                }
            }
        }
    }

    private static final UsageFold.Objects ANY = new UsageFold.Objects() {
        @Override
        public String key(String caller) {
            return "uid-of-" + caller;
        }

        @Override
        public String connection(String name) {
            return "uid-of-" + name;
        }
    };

    private static UsageFigures sum(Map<String, UsageBook.Account> accounts) {
        return accounts.values().stream().map(UsageBook.Account::seen).reduce(UsageFigures.NONE, UsageFigures::plus);
    }

    private static UsageFigures withoutRequests(UsageFigures figures) {
        return figures.minus(new UsageFigures(figures.requests(), 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }
}
