package io.ninerouter.quickstart.api.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.error.StatusException;
import io.ninerouter.quickstart.api.hook.Faults;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.present.View;
import io.ninerouter.quickstart.api.resource.Target;
import io.ninerouter.quickstart.api.store.ObjectStore;
import io.ninerouter.quickstart.api.store.Subscription;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Watches: one JSON document a line, for as long as the client stays. Thread-safe. */
final class WatchEndpoint {

    private static final long DEFAULT_SECONDS = 1_800;

    private final ObjectStore store;
    private final Faults faults;
    private final InstantSource clock;
    private final Duration bookmarkInterval;

    WatchEndpoint(ObjectStore store, Faults faults, InstantSource clock, Duration bookmarkInterval) {
        this.store = store;
        this.faults = faults;
        this.clock = clock;
        this.bookmarkInterval = bookmarkInterval;
    }

    void handle(Exchange exchange, Target target) throws IOException, InterruptedException {
        Selection selection = Selection.of(exchange, target);
        Subscription subscription;
        try {
            subscription = open(exchange, target);
        } catch (StatusException e) {
            refuse(exchange, e);
            return;
        }
        try (subscription;
                var _ = faults.watchOpened(subscription::close);
                OutputStream out = exchange.stream()) {
            View view = View.of(exchange.header("Accept"), exchange.query().text("includeObject"), clock);
            WatchStream stream =
                    new WatchStream(out, selection, view, exchange.query().flag("allowWatchBookmarks"));
            follow(exchange, subscription, stream);
        }
    }

    /** Answers as a real server does when history is gone: the stream opens, and its only event is the failure. */
    void refuse(Exchange exchange, StatusException failure) throws IOException {
        ObjectNode event = Json.object().put("type", "ERROR");
        event.set("object", failure.toStatus());
        try (OutputStream out = exchange.stream()) {
            out.write(Json.bytes(event));
            out.write('\n');
        }
    }

    private Subscription open(Exchange exchange, Target target) {
        String collection = target.type().collection();
        String since = exchange.query().text("resourceVersion");
        if (since.isEmpty() || since.equals("0") || exchange.query().flag("sendInitialEvents")) {
            return store.subscribe(collection);
        }
        if (!since.matches("\\d{1,18}")) {
            throw StatusException.badRequest("resourceVersion: " + since + " (expected: a number)");
        }
        return store.resume(collection, Long.parseLong(since));
    }

    private void follow(Exchange exchange, Subscription subscription, WatchStream stream)
            throws IOException, InterruptedException {
        Instant end = clock.instant().plusSeconds(exchange.query().number("timeoutSeconds", DEFAULT_SECONDS));
        boolean initial = !exchange.query().text("sendInitialEvents").equals("false");
        if (initial) {
            for (var stored : subscription.initial()) {
                stream.added(stored.object());
            }
        }
        for (var event : subscription.replay()) {
            stream.send(event);
        }
        long sent = subscription.startRevision();
        stream.bookmark(sent, exchange.query().flag("sendInitialEvents"));
        while (true) {
            Duration left = Duration.between(clock.instant(), end);
            if (!left.isPositive()) {
                return;
            }
            var event = subscription.poll(left.compareTo(bookmarkInterval) < 0 ? left : bookmarkInterval);
            if (event.isPresent()) {
                stream.send(event.get());
                sent = event.get().revision();
            } else if (subscription.closed()) {
                return;
            } else {
                sent = store.seenBy(subscription, sent);
                stream.bookmark(sent, false);
            }
        }
    }
}
