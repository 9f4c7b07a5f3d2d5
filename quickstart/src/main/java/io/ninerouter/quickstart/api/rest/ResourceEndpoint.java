package io.ninerouter.quickstart.api.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.error.StatusException;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.present.View;
import io.ninerouter.quickstart.api.resource.DeleteOptions;
import io.ninerouter.quickstart.api.resource.Deletions;
import io.ninerouter.quickstart.api.resource.Metadata;
import io.ninerouter.quickstart.api.resource.Resources;
import io.ninerouter.quickstart.api.resource.Target;
import io.ninerouter.quickstart.api.resource.Written;
import io.ninerouter.quickstart.api.store.ObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The verbs of resources but watch. Thread-safe. */
final class ResourceEndpoint {

    private final ObjectStore store;
    private final Resources resources;
    private final Deletions deletions;
    private final InstantSource clock;

    ResourceEndpoint(ObjectStore store, Resources resources, Deletions deletions, InstantSource clock) {
        this.store = store;
        this.resources = resources;
        this.deletions = deletions;
        this.clock = clock;
    }

    void handle(Exchange exchange, Target target) throws IOException {
        boolean one = !target.name().isEmpty();
        switch (exchange.method()) {
            case "GET" -> {
                if (one) {
                    show(exchange, target, 200, resources.get(target));
                } else {
                    list(exchange, target);
                }
            }
            case "POST" -> {
                if (one) {
                    throw StatusException.methodNotAllowed();
                }
                ObjectNode body = Documents.checked(target, Bodies.object(exchange));
                written(exchange, target, resources.create(target, body, Documents.options(exchange)));
            }
            case "PUT" -> {
                ObjectNode body = Documents.checked(require(target), Bodies.object(exchange));
                written(exchange, target, resources.update(target, body, Documents.options(exchange)));
            }
            case "PATCH" -> patch(exchange, require(target));
            case "DELETE" -> {
                if (one) {
                    delete(exchange, target);
                } else {
                    deleteCollection(exchange, target);
                }
            }
            default -> throw StatusException.methodNotAllowed();
        }
    }

    private static Target require(Target target) {
        if (target.name().isEmpty()) {
            throw StatusException.methodNotAllowed();
        }
        return target;
    }

    private View view(Exchange exchange) {
        return View.of(exchange.header("Accept"), exchange.query().text("includeObject"), clock);
    }

    private void show(Exchange exchange, Target target, int status, ObjectNode object) throws IOException {
        exchange.answer(status, view(exchange).object(target.type(), object));
    }

    private void written(Exchange exchange, Target target, Written written) throws IOException {
        exchange.warn(written.warnings());
        show(exchange, target, written.created() ? 201 : 200, written.object());
    }

    private void list(Exchange exchange, Target target) throws IOException {
        Selection selection = Selection.of(exchange, target);
        var listing = store.list(target.type().collection(), target.namespace());
        List<ObjectNode> objects = listing.objects().stream()
                .map(stored -> target.type().view(stored.object()))
                .filter(selection)
                .toList();
        exchange.answer(200, view(exchange).list(target.type(), objects, Long.toString(listing.revision())));
    }

    private void patch(Exchange exchange, Target target) throws IOException {
        String form = exchange.contentType();
        byte[] body = exchange.body();
        if (!form.equals(Patches.APPLY)) {
            var change = Patches.read(target, form, body);
            written(exchange, target, resources.patch(target, change, Documents.options(exchange)));
            return;
        }
        if (exchange.query().text("fieldManager").isEmpty()) {
            throw new StatusException(
                    422,
                    "Invalid",
                    "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply"
                            + " patch",
                    Json.object());
        }
        ObjectNode config = Documents.checked(target, Documents.yaml(body));
        written(exchange, target, resources.apply(target, config, Documents.options(exchange)));
    }

    private void delete(Exchange exchange, Target target) throws IOException {
        var deleted = deletions.delete(target, Bodies.deleteOptions(exchange));
        if (!deleted.gone()) {
            exchange.answer(200, deleted.object());
            return;
        }
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        ObjectNode details = status.putObject("details").put("name", target.name());
        if (!target.type().names().group().isEmpty()) {
            details.put("group", target.type().names().group());
        }
        details.put("kind", target.type().names().plural()).put("uid", Metadata.text(deleted.object(), "uid"));
        exchange.answer(200, status);
    }

    private void deleteCollection(Exchange exchange, Target target) throws IOException {
        Selection selection = Selection.of(exchange, target);
        DeleteOptions options = Bodies.deleteOptions(exchange);
        var listing = store.list(target.type().collection(), target.namespace());
        List<ObjectNode> gone = new ArrayList<>();
        for (var stored : listing.objects()) {
            if (selection.test(target.type().view(stored.object()))) {
                Target one = new Target(
                        target.type(), stored.key().namespace(), stored.key().name(), "");
                deleteIfThere(one, options, gone);
            }
        }
        exchange.answer(200, view(exchange).list(target.type(), gone, Long.toString(store.revision())));
    }

    private void deleteIfThere(Target one, DeleteOptions options, List<ObjectNode> gone) {
        try {
            gone.add(deletions.delete(one, options).object());
        } catch (StatusException e) {
            // Another client has deleted it since the listing: that is what was asked for.
            if (e.code() != 404) {
                throw e;
            }
        }
    }
}
