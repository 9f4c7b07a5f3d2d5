package io.ninerouter.operator.compile;

/**
 * Where a part of a published configuration comes from; kept beside it, so that a restarted operator knows what serves.
 *
 * @param mark of the object's uid, see {@link Served#mark}
 * @param generation of the spec that the part was compiled from
 * @param name under which the part stands in the configuration; empty for the Router's settings; {@link #NO_PART} for an
 *     object that is accepted but serves nothing now
 */
public record Origin(String mark, long generation, String name) {
    /** No part has this name. */
    public static final String NO_PART = "-";
}
