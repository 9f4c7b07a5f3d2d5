package io.ninerouter.quickstart.api.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One version of one object.
 *
 * @param key where it lies
 * @param object the document, shared by all readers and therefore never changed
 * @param revision the write that made it; also its metadata.resourceVersion
 * @param weight about how many bytes it keeps alive
 */
public record Stored(ObjectKey key, ObjectNode object, long revision, int weight) {}
