package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.PartSink;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells the blocks of a stream one after the other. The dialect opens them one at a time, but not all who speak it keep to
 * that: what comes for a block while an earlier one is open waits. Not thread-safe.
 */
final class BlockQueue {
    private final Exchange exchange;
    private final PartSink out;
    private final Map<Long, Entry> open = new LinkedHashMap<>();
    private long latest;

    BlockQueue(Exchange exchange, PartSink out) {
        this.exchange = exchange;
        this.out = out;
    }

    /** A block starts; {@code index} is negative when the provider gave none. */
    void start(long index, RawJson block) {
        long key = index < 0 ? latest + 1 : index;
        if (open.containsKey(key)) {
            stop(key);
        }
        latest = key;
        Entry entry = new Entry(new AnswerBlock(block.copy(), exchange));
        open.put(key, entry);
        if (isHead(entry)) {
            entry.block.open(out);
        }
    }

    /** A block grows; one that is not open is passed over. */
    void delta(long index, RawJson delta) {
        Entry entry = open.get(index < 0 ? latest : index);
        if (entry == null) {
            return;
        }
        if (isHead(entry)) {
            entry.block.delta(Members.of(delta), out);
        } else {
            entry.waiting.add(delta.copy());
        }
    }

    /** A block is complete. */
    void stop(long index) {
        long key = index < 0 ? latest : index;
        Entry entry = open.get(key);
        if (entry == null) {
            return;
        }
        entry.complete = true;
        if (isHead(entry)) {
            entry.block.close(out);
            open.remove(key);
            advance();
        }
    }

    /** No more comes: what is open counts as complete. */
    void finish() {
        open.values().forEach(entry -> entry.complete = true);
        Iterator<Entry> entries = open.values().iterator();
        if (entries.hasNext()) {
            entries.next().block.close(out);
            entries.remove();
        }
        advance();
    }

    private void advance() {
        Iterator<Entry> entries = open.values().iterator();
        while (entries.hasNext()) {
            Entry head = entries.next();
            head.block.open(out);
            head.waiting.forEach(delta -> head.block.delta(Members.of(delta), out));
            head.waiting.clear();
            if (!head.complete) {
                return;
            }
            head.block.close(out);
            entries.remove();
        }
    }

    private boolean isHead(Entry entry) {
        return open.values().iterator().next() == entry;
    }

    private static final class Entry {
        final AnswerBlock block;
        final List<RawJson> waiting = new ArrayList<>();
        boolean complete;

        Entry(AnswerBlock block) {
            this.block = block;
        }
    }
}
