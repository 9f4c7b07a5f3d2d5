package io.ninerouter.gateway.schema;

import io.ninerouter.gateway.json.RawJson;
import java.util.List;

/** Whether a schema can bind a vendor's models. */
public sealed interface Binding {

    /**
     * It can: every answer that the caller's schema allows in what the vendor knows is allowed, or a little more.
     *
     * @param schema as the vendor takes it; the caller's own bytes where nothing had to change
     * @param relaxed what is said more loosely or is a convention, each once: {@code without minimum}
     * @param weight what it takes of what a request may have
     */
    record Bound(RawJson schema, List<String> relaxed, Weight weight) implements Binding {
        public Bound {
            relaxed = List.copyOf(relaxed);
        }
    }

    /**
     * It cannot, unless it meant something else.
     *
     * @param why what stands in the way, without any word of the schema
     */
    record Unbound(String why) implements Binding {}
}
