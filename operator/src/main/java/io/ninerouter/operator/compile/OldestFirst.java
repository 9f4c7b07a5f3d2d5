package io.ninerouter.operator.compile;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.RandomAccess;
import java.util.Spliterator;
import org.jspecify.annotations.Nullable;

/** Objects in order of {@link Declared#OLDEST_FIRST}: once they are, nobody looks through thousands of them again. Immutable. */
public final class OldestFirst<S> extends AbstractList<Declared<S>> implements RandomAccess {
    private final List<Declared<S>> objects;

    private OldestFirst(List<Declared<S>> objects) {
        this.objects = List.copyOf(objects);
    }

    /** The very list if it is of this kind; else its objects in that order. */
    public static <S> OldestFirst<S> of(Collection<Declared<S>> objects) {
        return objects instanceof OldestFirst<S> ordered
                ? ordered
                : new OldestFirst<>(
                        objects.stream().sorted(Declared.OLDEST_FIRST).toList());
    }

    /** Without some that are in it, and with others that are not. */
    public OldestFirst<S> with(Collection<Declared<S>> others, Collection<Declared<S>> without) {
        List<Declared<S>> next = new ArrayList<>(objects);
        without.forEach(object -> next.remove(Collections.binarySearch(next, object, Declared.OLDEST_FIRST)));
        others.forEach(object -> next.add(-1 - Collections.binarySearch(next, object, Declared.OLDEST_FIRST), object));
        return new OldestFirst<>(next);
    }

    @Override
    public Declared<S> get(int index) {
        return objects.get(index);
    }

    @Override
    public int size() {
        return objects.size();
    }

    @Override
    public Iterator<Declared<S>> iterator() {
        return objects.iterator();
    }

    @Override
    public Spliterator<Declared<S>> spliterator() {
        return objects.spliterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OldestFirst<?> ordered ? objects.equals(ordered.objects) : objects.equals(other);
    }

    @Override
    public int hashCode() {
        return objects.hashCode();
    }
}
