package io.ninerouter.quickstart.api.lifecycle;

import io.ninerouter.quickstart.api.error.StatusException;
import io.ninerouter.quickstart.api.resource.Deletions;
import io.ninerouter.quickstart.api.resource.Metadata;
import io.ninerouter.quickstart.api.resource.Resources;
import io.ninerouter.quickstart.api.store.ObjectKey;
import io.ninerouter.quickstart.api.store.ObjectStore;
import io.ninerouter.quickstart.api.store.StoreEvent;
import io.ninerouter.quickstart.api.type.BuiltInTypes;
import io.ninerouter.quickstart.api.type.TypeRegistry;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controllers a cluster has that a client counts on: garbage collection, emptying of namespaces and definitions.
 * One thread works off what the store's events ask for; what is asked for twice is done once.
 */
public final class Housekeeping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final OwnerIndex index = new OwnerIndex();
    private final BlockingQueue<ObjectRef> queue = new LinkedBlockingQueue<>();
    private final Set<ObjectRef> waiting = ConcurrentHashMap.newKeySet();
    private final Chores chores;
    private final GarbageCollection garbage;
    private final Terminations terminations;
    private final Thread worker;

    /** Starts working; to be made before the first object is stored. */
    public Housekeeping(ObjectStore store, TypeRegistry types, Resources resources, Deletions deletions) {
        this.chores = new Chores(store, types, resources, deletions);
        this.garbage = new GarbageCollection(index, chores);
        this.terminations = new Terminations(chores);
        store.addListener(this::accept);
        this.worker = Thread.ofVirtual().name("api-housekeeping").start(this::work);
    }

    private void accept(StoreEvent event) {
        index.accept(event);
        ObjectRef ref = new ObjectRef(event.collection(), event.object().key());
        var object = event.object().object();
        var owners = OwnerIndex.owners(object);
        if (event.kind() == StoreEvent.Kind.DELETED) {
            index.dependents(Metadata.text(object, "uid")).forEach(this::ask);
            owners.forEach(owner -> index.find(owner).ifPresent(this::ask));
            ask(new ObjectRef(BuiltInTypes.DEFINITIONS, new ObjectKey("", event.collection())));
            ask(new ObjectRef(
                    BuiltInTypes.NAMESPACES, new ObjectKey("", ref.key().namespace())));
        } else if (Metadata.isDeleting(object) || owners.stream().anyMatch(owner -> !index.exists(owner))) {
            ask(ref);
        }
    }

    private void ask(ObjectRef ref) {
        if (waiting.add(ref)) {
            queue.add(ref);
        }
    }

    private void work() {
        try {
            while (true) {
                ObjectRef ref = queue.take();
                waiting.remove(ref);
                tend(ref);
            }
        } catch (InterruptedException e) {
            LOG.debug("housekeeping ends");
        }
    }

    private void tend(ObjectRef ref) {
        try {
            garbage.tend(ref);
            terminations.tend(ref);
        } catch (StatusException e) {
            // Another writer was quicker; its event asks again where something is left to do.
            LOG.debug("{}: {}", ref, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("{}: housekeeping failed", ref, e);
        }
    }

    @Override
    public void close() {
        worker.interrupt();
    }
}
