package io.ninerouter.gateway.translate;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** What an object of ours holds on to: bytes of arrays and texts, found by walking through our own objects and collections. */
final class Retained {
    private static final long OBJECT = 16;

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private Retained() {}

    /** About so many bytes. */
    static long bytes(Object root) {
        return new Retained().of(root);
    }

    private long of(Object object) {
        if (object == null || !seen.add(object)) {
            return 0;
        }
        return OBJECT
                + switch (object) {
                    case String text -> text.length();
                    case StringBuilder text -> text.capacity();
                    case byte[] bytes -> bytes.length;
                    case long[] numbers -> 8L * numbers.length;
                    case Collection<?> all -> all.stream().mapToLong(this::of).sum();
                    case Map<?, ?> all -> of(all.keySet()) + of(all.values());
                    case Object[] all -> array(all);
                    default -> ours(object.getClass()) ? fields(object) : 0;
                };
    }

    private long array(Object[] all) {
        long bytes = 4L * Array.getLength(all);
        for (Object element : all) {
            bytes += of(element);
        }
        return bytes;
    }

    private static boolean ours(Class<?> type) {
        return type.getName().startsWith("io.ninerouter.") && !type.isEnum();
    }

    private long fields(Object object) {
        long bytes = 0;
        for (Class<?> type = object.getClass(); type != null && ours(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    bytes += of(value(field, object));
                }
            }
        }
        return bytes;
    }

    private static Object value(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(field + " cannot be read", e);
        }
    }
}
