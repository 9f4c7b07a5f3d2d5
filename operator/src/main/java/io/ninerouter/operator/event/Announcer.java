package io.ninerouter.operator.event;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.ObjectStatus;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.kube.Kube;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events. The same thing said again of the same object is the same Event with a higher count, written at most every
 * 10 s. An Event that cannot be written is logged and forgotten: nothing depends on it. When thousands of objects begin to serve
 * at a time, not each is told of. Thread-safe.
 */
public final class Announcer {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_MESSAGE = 1_024;

    /** Of Events that say nothing is wrong more than these do not wait to be written: statuses say the same. */
    private static final int MOST_WAITING = 100;

    private final KubernetesClient client;
    private final Executor executor;
    private final InstantSource clock;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<String, Said> said = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Said> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    /** Writes through a client, on an executor, so that no status waits for an Event. */
    public Announcer(KubernetesClient client, Executor executor, InstantSource clock) {
        this.client = client;
        this.executor = executor;
        this.clock = clock;
    }

    /** Tells what changed between two statuses of an object. */
    public void announce(HasMetadata object, @Nullable ObjectStatus before, ObjectStatus after) {
        Transitions.between(before == null ? List.of() : before.conditions(), after.conditions())
                .forEach(announcement -> announce(object, announcement));
        keyNews(before, after).ifPresent(announcement -> announce(object, announcement));
        if (after instanceof ApiKey.Status now) {
            ApiKey.BudgetStatus then = before instanceof ApiKey.Status known ? known.budget() : null;
            BudgetNews.between(then, now.budget()).forEach(announcement -> announce(object, announcement));
        }
        if (after instanceof Router.Status now) {
            RouterNews.between(before instanceof Router.Status known ? known : null, now)
                    .ifPresent(announcement -> announce(object, announcement));
        }
        if (after instanceof ProviderConnection.Status now) {
            List<ProviderConnection.Cooldown> then =
                    before instanceof ProviderConnection.Status known ? known.cooldowns() : List.of();
            Coolings.between(then, now.cooldowns()).forEach(announcement -> announce(object, announcement));
            Renewals.between(before instanceof ProviderConnection.Status known ? known : null, now)
                    .ifPresent(announcement -> announce(object, announcement));
        }
    }

    /** Tells that a Router is gone. */
    public void announceDeleted(HasMetadata router) {
        announce(
                router,
                new Transitions.Announcement(
                        false, "Deleted", "what was made for this Router is deleted with it: it is the owner"));
    }

    /** Tells what stands in the way of an object and shows in none of its conditions. */
    public void announceTrouble(HasMetadata object, Reason reason, String message) {
        announce(object, new Transitions.Announcement(true, reason.word(), message));
    }

    private static Optional<Transitions.Announcement> keyNews(@Nullable ObjectStatus before, ObjectStatus after) {
        return after instanceof ApiKey.Status now
                ? KeyNews.between(before instanceof ApiKey.Status then ? then : null, now)
                : Optional.empty();
    }

    private void announce(HasMetadata object, Transitions.Announcement announcement) {
        String name = name(object, announcement);
        String key = object.getMetadata().getNamespace() + "/" + name;
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Said word = say(key, now);
        if (word.due() && (announcement.warning() || waiting.get() < MOST_WAITING)) {
            waiting.incrementAndGet();
            executor.execute(() -> {
                waiting.decrementAndGet();
                write(event(object, announcement, name, word));
            });
        }
    }

    /** What was said by now; what was written a moment ago is only counted. */
    private synchronized Said say(String key, Instant now) {
        Said last = said.get(key);
        Said word = last == null ? new Said(now, now, 1, true) : last.again(now);
        said.put(key, word);
        return word;
    }

    private void write(Event event) {
        try {
            client.resource(event)
                    .patch(new PatchContext.Builder()
                            .withPatchType(PatchType.SERVER_SIDE_APPLY)
                            .withFieldManager(Kube.MANAGER)
                            .withForce(true)
                            .build());
        } catch (KubernetesClientException e) {
            LOG.warn(
                    "event not written: object={} reason={} status={}",
                    event.getInvolvedObject().getName(),
                    event.getReason(),
                    e.getCode());
        }
    }

    private static Event event(HasMetadata object, Transitions.Announcement announcement, String name, Said word) {
        String message = announcement.message();
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(object.getMetadata().getNamespace())
                .withName(name)
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(object.getApiVersion())
                .withKind(object.getKind())
                .withNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName())
                .withUid(object.getMetadata().getUid())
                .endInvolvedObject()
                .withType(announcement.warning() ? "Warning" : "Normal")
                .withReason(announcement.reason())
                .withMessage(message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message)
                .withNewSource()
                .withComponent(Kube.MANAGER)
                .endSource()
                .withReportingComponent(Kube.MANAGER)
                .withReportingInstance(Kube.MANAGER)
                .withFirstTimestamp(word.firstAt().toString())
                .withLastTimestamp(word.writtenAt().toString())
                .withCount(word.count())
                .build();
    }

    /** The same for the same news of the same object, whoever writes it. */
    private static String name(HasMetadata object, Transitions.Announcement announcement) {
        String text = Objects.requireNonNullElse(object.getMetadata().getUid(), "") + "\n" + announcement.reason()
                + "\n" + announcement.message();
        UUID digest = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
        String base = object.getMetadata().getName();
        return base.substring(0, Math.min(base.length(), 200)) + "."
                + Long.toHexString(digest.getMostSignificantBits());
    }

    /** @param due whether it is to be written now */
    private record Said(Instant firstAt, Instant writtenAt, int count, boolean due) {
        Said again(Instant now) {
            boolean next = !writtenAt.plus(QUIET).isAfter(now);
            return new Said(firstAt, next ? now : writtenAt, count + 1, next);
        }
    }
}
