package io.ninerouter.quickstart.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.present.View;
import io.ninerouter.quickstart.api.store.StoreEvent;
import io.ninerouter.quickstart.api.type.ResourceType;
import java.io.IOException;
import java.io.OutputStream;

/** The events of one watch as its client sees them: those of selected objects, in its view. Used by one thread. */
final class WatchStream {

    private final OutputStream out;
    private final Selection selection;
    private final ResourceType type;
    private final boolean bookmarks;
    private View view;

    WatchStream(OutputStream out, Selection selection, View view, boolean bookmarks) {
        this.out = out;
        this.selection = selection;
        this.type = selection.target().type();
        this.view = view;
        this.bookmarks = bookmarks;
    }

    /** An object that was there at the start. */
    void added(ObjectNode stored) throws IOException {
        ObjectNode object = type.view(stored);
        if (selection.test(object)) {
            write("ADDED", view.object(type, object));
            view = view.next();
        }
    }

    /** A change; for this client an object comes or goes when it begins or ceases to be selected. */
    void send(StoreEvent event) throws IOException {
        ObjectNode now = type.view(event.object().object());
        var previous = event.previous();
        boolean before = previous != null && selection.test(type.view(previous.object()));
        boolean after = event.kind() != StoreEvent.Kind.DELETED && selection.test(now);
        if (!before && !after) {
            return;
        }
        write(before && after ? "MODIFIED" : after ? "ADDED" : "DELETED", view.object(type, now));
        view = view.next();
    }

    /** Tells the client how far it has seen everything, if it wants to know. */
    void bookmark(long revision, boolean endOfInitialEvents) throws IOException {
        if (!bookmarks) {
            out.flush();
            return;
        }
        ObjectNode object = Json.object().put("kind", type.kind()).put("apiVersion", type.apiVersion());
        ObjectNode metadata = object.putObject("metadata").put("resourceVersion", Long.toString(revision));
        metadata.putNull("creationTimestamp");
        if (endOfInitialEvents) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        write("BOOKMARK", view.bookmark(type, object));
    }

    private void write(String kind, JsonNode object) throws IOException {
        ObjectNode event = Json.object().put("type", kind);
        event.set("object", object);
        out.write(Json.bytes(event));
        out.write('\n');
        out.flush();
    }
}
