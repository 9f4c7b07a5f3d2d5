package io.ninerouter.quickstart.api.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.resource.Deletions;
import io.ninerouter.quickstart.api.resource.Metadata;
import java.util.List;

/** Deletes what has lost its owners, and settles owners that wait for their dependents. */
final class GarbageCollection {

    private static final String MANAGER = "garbage-collector";

    private final OwnerIndex index;
    private final Chores chores;

    GarbageCollection(OwnerIndex index, Chores chores) {
        this.index = index;
        this.chores = chores;
    }

    /** Looks after one object. */
    void tend(ObjectRef ref) {
        chores.read(ref).ifPresent(object -> {
            settleDependent(ref, object);
            if (Metadata.isDeleting(object)) {
                settleOwner(ref, object);
            }
        });
    }

    private void settleDependent(ObjectRef ref, ObjectNode object) {
        List<String> owners = OwnerIndex.owners(object);
        List<String> lost = owners.stream().filter(uid -> !index.exists(uid)).toList();
        if (lost.isEmpty() || Metadata.isDeleting(object)) {
            return;
        }
        if (lost.size() == owners.size()) {
            chores.delete(ref, object);
        } else {
            chores.change(ref, MANAGER, next -> dropOwners(next, lost));
        }
    }

    private void settleOwner(ObjectRef ref, ObjectNode owner) {
        List<String> finalizers = Metadata.finalizers(owner);
        String uid = Metadata.text(owner, "uid");
        List<ObjectRef> dependents = index.dependents(uid);
        if (finalizers.contains(Deletions.ORPHAN)) {
            dependents.forEach(dependent -> chores.change(dependent, MANAGER, next -> dropOwners(next, List.of(uid))));
            chores.removeFinalizer(ref, Deletions.ORPHAN);
        } else if (finalizers.contains(Deletions.FOREGROUND)) {
            if (dependents.isEmpty()) {
                chores.removeFinalizer(ref, Deletions.FOREGROUND);
            } else {
                dependents.forEach(dependent -> chores.read(dependent)
                        .filter(object -> !Metadata.isDeleting(object))
                        .ifPresent(object -> chores.delete(dependent, object)));
            }
        }
    }

    private static void dropOwners(ObjectNode object, List<String> uids) {
        Metadata.of(object)
                .withArray("ownerReferences")
                .removeIf(owner -> uids.contains(owner.path("uid").asText()));
    }
}
