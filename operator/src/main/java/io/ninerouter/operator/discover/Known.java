package io.ninerouter.operator.discover;

import io.ninerouter.config.ReplicaReport.QuotaReport;
import io.ninerouter.operator.compile.Listed;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.Question;
import io.ninerouter.operator.discover.AskSchedule.Sort;
import io.ninerouter.operator.discover.AskSchedule.Start;
import io.ninerouter.operator.discover.AskSchedule.Subject;
import io.ninerouter.operator.discover.AskSchedule.Wanted;
import io.ninerouter.operator.discover.QuotaAnswers.Window;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What answers have told so far, by Router and connection: the last good one of each sort. A small state machine; not
 * thread-safe.
 */
public final class Known {
    private final Map<ObjectRef, OfRouter> routers = new HashMap<>();
    private final Map<ObjectRef, Map<String, Question>> askedAs = new HashMap<>();

    /**
     * What is known of the connections of one Router, by name. Immutable; equal as long as nothing new was told.
     *
     * @param lists their models
     * @param quotas their windows
     */
    public record OfRouter(Map<String, Listed> lists, Map<String, Asked> quotas) {
        /** Nothing. */
        public static final OfRouter NOTHING = new OfRouter(Map.of(), Map.of());

        public OfRouter {
            lists = Map.copyOf(lists);
            quotas = Map.copyOf(quotas);
        }
    }

    /**
     * The windows of one account.
     *
     * @param at when they were told
     */
    public record Asked(List<Window> windows, Instant at) {
        public Asked {
            windows = List.copyOf(windows);
        }

        /** As a replica would report them; those that have begun anew since are left out. */
        public List<QuotaReport> reports(Instant now) {
            return windows.stream()
                    .filter(window -> window.resetsAt().isAfter(now))
                    .map(window -> new QuotaReport(
                            window.name(),
                            window.usedPercent(),
                            window.resetsAt().toString(),
                            at.truncatedTo(ChronoUnit.SECONDS).toString()))
                    .toList();
        }
    }

    /** What is known of a Router's connections. */
    public OfRouter of(ObjectRef router) {
        return routers.getOrDefault(router, OfRouter.NOTHING);
    }

    /** What an earlier operator knew; counts where nothing is known yet. */
    public void recall(ObjectRef router, Map<String, Listed> lists) {
        OfRouter before = of(router);
        Map<String, Listed> all = new HashMap<>(lists);
        all.putAll(before.lists());
        routers.put(router, new OfRouter(all, before.quotas()));
    }

    /** Forgets Routers that are gone. */
    public void retain(Set<ObjectRef> existing) {
        routers.keySet().retainAll(existing);
        askedAs.keySet().retainAll(existing);
    }

    /** Forgets connections about which nothing is asked any more, and the windows of those that are another account's now. */
    public void retain(ObjectRef router, Map<Subject, Wanted> asked) {
        OfRouter before = of(router);
        Map<Sort, Set<String>> names = asked.keySet().stream()
                .collect(Collectors.groupingBy(
                        Subject::sort,
                        Collectors.mapping(subject -> subject.connection().name(), Collectors.toSet())));
        Map<String, Listed> lists = new HashMap<>(before.lists());
        Map<String, Asked> quotas = new HashMap<>(before.quotas());
        boolean fewer = lists.keySet().retainAll(names.getOrDefault(Sort.MODELS, Set.of()));
        fewer |= quotas.keySet().retainAll(names.getOrDefault(Sort.QUOTAS, Set.of()));
        Map<String, Question> tellers = askedAs.getOrDefault(router, new HashMap<>());
        tellers.keySet().retainAll(names.getOrDefault(Sort.QUOTAS, Set.of()));
        for (Map.Entry<Subject, Wanted> one : asked.entrySet()) {
            Question told = tellers.get(one.getKey().connection().name());
            if (one.getKey().sort() == Sort.QUOTAS
                    && told != null
                    && !told.isOfAccount(one.getValue().question())) {
                fewer |= quotas.remove(one.getKey().connection().name()) != null;
            }
        }
        if (fewer) {
            routers.put(router, new OfRouter(lists, quotas));
        }
    }

    /**
     * Learns what came of a question; a list that was good stays, and tells since when it could not be asked for again.
     *
     * @return whether that is news
     */
    public boolean learn(ObjectRef router, Start start, Told told, Instant now) {
        String name = start.subject().connection().name();
        Instant at = now.truncatedTo(ChronoUnit.SECONDS);
        return switch (told) {
            case Told.Models models ->
                listed(router, name, Listed.of(start.question().source(), models.models(), models.cut(), at));
            case Told.Quotas quotas -> {
                askedAs.computeIfAbsent(router, _ -> new HashMap<>()).put(name, start.question());
                yield asked(router, name, new Asked(quotas.windows(), at));
            }
            case Told.Nothing nothing ->
                start.subject().sort() == Sort.MODELS && troubled(router, start, nothing.why(), at);
        };
    }

    /** Connections whose last question about quotas, and with it a credential, is still held. */
    Set<String> tellers(ObjectRef router) {
        return Set.copyOf(askedAs.getOrDefault(router, Map.of()).keySet());
    }

    private boolean listed(ObjectRef router, String name, Listed fresh) {
        Listed old = of(router).lists().get(name);
        return put(router, name, old != null && old.at() != null && old.saysLike(fresh) ? old.with(null) : fresh);
    }

    private boolean asked(ObjectRef router, String name, Asked fresh) {
        OfRouter before = of(router);
        Map<String, Asked> all = new HashMap<>(before.quotas());
        Asked old = all.put(name, fresh);
        routers.put(router, new OfRouter(before.lists(), all));
        return old == null || !old.windows().equals(fresh.windows());
    }

    private boolean troubled(ObjectRef router, Start start, String why, Instant at) {
        String name = start.subject().connection().name();
        String source = start.question().source();
        Listed old = of(router).lists().get(name);
        if (old == null || !old.source().equals(source)) {
            return put(router, name, Listed.none(source, why));
        }
        // The first failure is told, with its time: as long as it goes on, nothing new.
        return old.trouble() == null && put(router, name, old.with(why + " (since " + at + ")"));
    }

    private boolean put(ObjectRef router, String name, Listed listed) {
        OfRouter before = of(router);
        if (listed.equals(before.lists().get(name))) {
            return false;
        }
        Map<String, Listed> all = new HashMap<>(before.lists());
        all.put(name, listed);
        routers.put(router, new OfRouter(all, before.quotas()));
        return true;
    }
}
