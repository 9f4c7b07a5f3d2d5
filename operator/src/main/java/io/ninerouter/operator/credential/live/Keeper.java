package io.ninerouter.operator.credential.live;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.egress.Egress;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.credential.Wanted;
import io.ninerouter.operator.egress.OutboundHttp;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Keeps the tokens of accounts beside the loop, while this operator leads: the loop tells which, and reads what goes wrong; it
 * never waits. What is written wakes the loop as any change of a Secret does. Each account has one thing under way at a time.
 * Thread-safe.
 */
public final class Keeper implements AutoCloseable {
    /** How long an orderly end waits for what is under way: an answer that is not written is lost. */
    private static final java.time.Duration LAST = java.time.Duration.ofSeconds(10);

    private final Workshop workshop;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<ObjectRef, AccountWork> accounts = new HashMap<>();

    /** Those that are given up, and may still have to write what they were told. */
    private final List<AccountWork> resigned = new ArrayList<>();

    private final Map<ObjectRef, ObjectRef> routers = new HashMap<>();
    private Consumer<ObjectRef> wake = router -> {};
    private long news;
    private boolean leading;

    /**
     * A keeper that does nothing yet.
     *
     * @param timer for what is due later; nothing that takes time runs on it
     * @param http stays the caller's: it is not closed
     */
    public Keeper(KubernetesClient client, ScheduledExecutorService timer, InstantSource clock, OutboundHttp http) {
        workshop = new Workshop(new TokenVault(client), new HttpCalls(http), timer, clock, threads);
    }

    /**
     * One account.
     *
     * @param secret name of its Secret, in the connection's namespace
     * @param owner the connection
     * @param mine whether the Secret may be nobody else's
     * @param way how its vendor is reached
     * @param version of the Secret as the loop saw it; empty = it is not there
     */
    public record Kept(Wanted wanted, String secret, OwnerReference owner, boolean mine, Egress way, String version) {}

    /** From now on the given one is told each Router that has something new to tell. */
    public synchronized void wakes(Consumer<ObjectRef> loop) {
        wake = loop;
    }

    /** From now on these accounts of a Router are kept. Returns at once, with what goes wrong at any of them. */
    public synchronized Map<ObjectRef, String> plan(ObjectRef router, Map<ObjectRef, Kept> kept) {
        List<ObjectRef> gone = routers.entrySet().stream()
                .filter(one -> one.getValue().equals(router) && !kept.containsKey(one.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        gone.forEach(this::drop);
        Map<ObjectRef, String> troubles = new HashMap<>();
        kept.forEach((ref, one) -> {
            routers.put(ref, router);
            AccountWork work = accounts.get(ref);
            if (work == null || !work.isFor(one)) {
                if (work != null) {
                    resign(work);
                }
                work = new AccountWork(workshop, ref, one, () -> changed(ref));
                accounts.put(ref, work);
                if (leading) {
                    work.lead();
                }
            } else {
                work.want(one);
            }
            String trouble = work.trouble();
            if (trouble != null) {
                troubles.put(ref, trouble);
            }
        });
        return troubles;
    }

    /** How much news there was by now: as long as it is the same, what goes wrong is. */
    public synchronized long news() {
        return news;
    }

    /** Forgets Routers that are gone. */
    public synchronized void retain(Set<ObjectRef> existing) {
        routers.entrySet().stream()
                .filter(one -> !existing.contains(one.getValue()))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::drop);
    }

    /** From now on what is planned is kept. */
    public synchronized void lead() {
        leading = true;
        accounts.values().forEach(AccountWork::lead);
    }

    /** Begins nothing more: another operator leads. What is under way is brought to its end. */
    public synchronized void resign() {
        leading = false;
        accounts.values().forEach(this::resign);
        accounts.clear();
        routers.clear();
        news++;
    }

    /** Ends; waits some seconds for answers that are under way to be written. */
    @Override
    public void close() {
        resign();
        List<AccountWork> under;
        synchronized (this) {
            under = List.copyOf(resigned);
        }
        long end = System.nanoTime() + LAST.toNanos();
        under.forEach(work -> work.awaitEnd(end));
        threads.shutdownNow();
    }

    private void drop(ObjectRef ref) {
        routers.remove(ref);
        AccountWork work = accounts.remove(ref);
        if (work != null) {
            resign(work);
        }
    }

    /** What is under way goes on, and is waited for at the end. */
    private void resign(AccountWork work) {
        resigned.removeIf(AccountWork::isOver);
        resigned.add(work);
        work.resign();
    }

    private void changed(ObjectRef ref) {
        ObjectRef router;
        Consumer<ObjectRef> loop;
        synchronized (this) {
            news++;
            router = routers.get(ref);
            loop = wake;
        }
        if (router != null) {
            loop.accept(router);
        }
    }

    /** What all accounts are worked on with. */
    record Workshop(
            TokenVault vault,
            VendorCalls calls,
            ScheduledExecutorService timer,
            InstantSource clock,
            ExecutorService threads) {}
}
