package io.ninerouter.operator.router;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ninerouter.operator.compile.Decision;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why what was compiled for a Router is not published. Every round finds it again, statuses tell it all the time, the log when
 * it begins, when it is another, and when it is over. Thread-safe.
 */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final Map<ResourceID, Decision> standing = new ConcurrentHashMap<>();

    /** What a round has found; null = it is published. */
    void found(ResourceID router, @Nullable Decision problem) {
        switch (change(router, problem)) {
            case BEGAN -> LOG.error("not published: router={} why={}", name(router), text(problem));
            case ENDED -> LOG.info("published again: router={}", name(router));
            case NONE -> {}
        }
    }

    /** Whether that is worth a word. */
    enum Change {
        NONE,
        BEGAN,
        ENDED
    }

    Change change(ResourceID router, @Nullable Decision problem) {
        Decision before = problem == null ? standing.remove(router) : standing.put(router, problem);
        if (problem == null) {
            return before == null ? Change.NONE : Change.ENDED;
        }
        return problem.equals(before) ? Change.NONE : Change.BEGAN;
    }

    /** Forgets Routers that are gone. */
    void retain(Set<ResourceID> existing) {
        standing.keySet().retainAll(existing);
    }

    private static String name(ResourceID router) {
        return router.getNamespace().orElse("") + "/" + router.getName();
    }

    private static String text(@Nullable Decision problem) {
        return problem == null ? "" : problem.reason().word() + ": " + problem.message();
    }
}
