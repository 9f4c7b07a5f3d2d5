package io.ninerouter.quickstart.api.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.error.StatusException;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Server-side apply and the book-keeping of who owns which field, by the rules of structured-merge-diff: an apply owns
 * what it names, any other write owns what it changed. Pure.
 */
public final class FieldOwnership {

    private FieldOwnership() {}

    /**
     * Applies a configuration.
     *
     * @param live the object as it is, an empty object when it is to be created
     * @param config what the manager wants, without nulls; its metadata carries no managedFields
     * @param now RFC 3339, for owners that change
     * @param force whether fields are taken from other managers
     * @return a new object with the new owners
     * @throws StatusException 409 when others own fields that would change, unless forced
     */
    public static ObjectNode apply(
            ObjectNode live, ObjectNode config, FieldOwner manager, Schema schema, String now, boolean force) {
        ManagedFields owners = ManagedFields.of(live);
        if (owners.isEmpty() && !live.isEmpty()) {
            // What nobody is known to own has been there before: it stays when it is not applied.
            FieldOwner before =
                    new FieldOwner("before-first-apply", FieldOwner.Operation.UPDATE, manager.apiVersion(), "");
            FieldSet all = Difference.ofNew(FieldSets.owned(live), schema).changed();
            owners = owners.with(before, all, now);
        }
        FieldSet last = owners.of(manager);
        owners = owners.with(manager, FieldSets.claimed(FieldSets.owned(config), schema), now);
        ObjectNode merged = (ObjectNode) Merge.merge(live, config, schema);
        FieldSet all = owners.all();
        Merge.remove(merged, last.minus(all), all, schema);

        Difference difference = Difference.between(FieldSets.owned(live), FieldSets.owned(merged), schema);
        Map<FieldOwner, FieldSet> conflicts = conflicts(owners, manager, difference.changed());
        if (!conflicts.isEmpty() && !force) {
            throw conflict(conflicts);
        }
        owners.withoutOthers(manager, difference.changed().union(difference.removed()))
                .writeTo(merged);
        return merged;
    }

    /**
     * Notes what a write other than an apply changed.
     *
     * @param before the object as it was, an empty object when it is new
     * @param after the object as it will be; its managedFields are set in place. When it brings managedFields of its
     *     own, these are the base: that is how a client hands fields from one manager to another
     * @param now RFC 3339, for owners that change
     */
    public static void update(ObjectNode before, ObjectNode after, FieldOwner manager, Schema schema, String now) {
        ManagedFields brought = ManagedFields.of(after);
        boolean reset = after.path("metadata").path("managedFields").size() == 1 && brought.isEmpty();
        ManagedFields owners = brought.isEmpty() && !reset ? ManagedFields.of(before) : brought;
        Difference difference = Difference.between(FieldSets.owned(before), FieldSets.owned(after), schema);
        FieldSet own = owners.of(manager).minus(difference.removed()).union(difference.changed());
        owners.with(manager, reset ? FieldSet.EMPTY : own, now)
                .withoutOthers(manager, difference.changed().union(difference.removed()))
                .writeTo(after);
    }

    private static Map<FieldOwner, FieldSet> conflicts(ManagedFields owners, FieldOwner manager, FieldSet changed) {
        Map<FieldOwner, FieldSet> conflicts = new LinkedHashMap<>();
        owners.owners().forEach((other, ownership) -> {
            FieldSet contested = ownership.fields().intersection(changed);
            if (!other.equals(manager) && !contested.isEmpty()) {
                conflicts.put(other, contested);
            }
        });
        return conflicts;
    }

    private static StatusException conflict(Map<FieldOwner, FieldSet> conflicts) {
        ObjectNode details = Json.object();
        var causes = details.putArray("causes");
        List<String> texts = new ArrayList<>();
        conflicts.forEach((manager, fields) -> {
            List<String> paths = fields.paths();
            paths.forEach(path -> causes.addObject()
                    .put("reason", "FieldManagerConflict")
                    .put("message", "conflict with " + manager.shown())
                    .put("field", path));
            texts.add(
                    paths.size() == 1
                            ? "conflict with " + manager.shown() + ": " + paths.getFirst()
                            : "conflicts with " + manager.shown() + ":\n- " + String.join("\n- ", paths));
        });
        int count = causes.size();
        String message =
                "Apply failed with %d conflict%s: %s".formatted(count, count == 1 ? "" : "s", String.join("\n", texts));
        return new StatusException(409, "Conflict", message, details);
    }
}
