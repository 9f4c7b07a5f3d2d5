package io.ninerouter.gateway.frame;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link RequestFacts} from a JSON request body, chunk by chunk, without a tree and without a copy. What is checked
 * and what is not says {@link JsonScan}; beyond that the body must be an object of up to {@value #MAX_MEMBERS} members with
 * names of up to {@value #MAX_TEXT_BYTES} bytes and 2 GiB.
 *
 * <p>One instance per body; not thread-safe.
 */
public final class RequestScanner implements ByteSink {
    /** Longest model name and longest affinity key, in bytes of JSON, quotes included. */
    public static final int MAX_TEXT_BYTES = 1_024;

    /** Most members of the outermost object: a real request has a few dozen. */
    public static final int MAX_MEMBERS = 1_000;

    private final JsonScan scan = new JsonScan(new Reader(), MAX_TEXT_BYTES);
    private final List<RequestFacts.Member> members = new ArrayList<>(24);
    private @Nullable String model;
    private boolean stream;
    private @Nullable String promptCacheKey;
    private @Nullable String metadataUser;
    private @Nullable String user;
    private @Nullable String cacheTtl;

    @Override
    public void feed(byte[] data, int from, int to) {
        scan.feed(data, from, to);
    }

    /**
     * The body has ended.
     *
     * @throws MalformedFrameException when it ended within the object, or is none
     */
    public RequestFacts finish() {
        scan.finish();
        if (scan.root() != JsonScan.Root.OBJECT) {
            throw new MalformedFrameException("JSON: "
                    + (scan.root() == JsonScan.Root.ARRAY ? "an array" : "no container") + " (expected: an object)");
        }
        String affinity = promptCacheKey != null ? promptCacheKey : metadataUser != null ? metadataUser : user;
        return new RequestFacts(at(scan.position()), model, stream, affinity, cacheTtl, members, at(scan.end() - 1));
    }

    private static int at(long position) {
        if (position > Integer.MAX_VALUE) {
            throw new MalformedFrameException("JSON: over " + Integer.MAX_VALUE + " bytes (expected: at most that)");
        }
        return (int) position;
    }

    /** Notes what it is told of. */
    private final class Reader implements JsonHandler {
        private String name = "";
        private String inner = "";
        private int nameAt;
        private boolean delivered;

        @Override
        public JsonHandler.Want member(int depth, long position, byte[] data, int from, int to) {
            if (depth > 1) {
                inner = JsonText.unescape(data, from, to);
                String wanted = name.equals("metadata") ? "user_id" : "ttl";
                return inner.equals(wanted) ? JsonHandler.Want.CAPTURE : JsonHandler.Want.SKIP;
            }
            if (members.size() == MAX_MEMBERS) {
                throw new MalformedFrameException("JSON: over " + MAX_MEMBERS + " members (expected: at most that)");
            }
            name = JsonText.unescape(data, from, to);
            nameAt = at(position);
            delivered = false;
            forget();
            return switch (name) {
                case "model", "stream", "prompt_cache_key", "user" -> JsonHandler.Want.CAPTURE;
                case "metadata", "prompt_cache_options" -> JsonHandler.Want.ENTER;
                default -> JsonHandler.Want.SKIP;
            };
        }

        /** Of duplicates the last counts, whatever it is. */
        private void forget() {
            switch (name) {
                case "model" -> model = null;
                case "stream" -> stream = false;
                case "prompt_cache_key" -> promptCacheKey = null;
                case "metadata" -> metadataUser = null;
                case "user" -> user = null;
                case "prompt_cache_options" -> cacheTtl = null;
                default -> {}
            }
        }

        @Override
        public void value(int depth, byte[] data, int from, int to) {
            delivered = true;
            if (depth > 1) {
                inner(JsonText.string(data, from, to));
                return;
            }
            switch (name) {
                case "model" -> model = JsonText.string(data, from, to);
                case "stream" -> stream = data[from] == 't';
                case "prompt_cache_key" -> promptCacheKey = JsonText.string(data, from, to);
                default -> user = JsonText.string(data, from, to);
            }
        }

        private void inner(@Nullable String text) {
            if (name.equals("metadata")) {
                metadataUser = text;
            } else {
                cacheTtl = text;
            }
        }

        @Override
        public void end(int depth, long from, long to) {
            if (depth > 1) {
                return;
            }
            if (name.equals("model") && !delivered) {
                throw new MalformedFrameException("model: over " + MAX_TEXT_BYTES + " bytes (expected: at most that)");
            }
            members.add(new RequestFacts.Member(name, nameAt, at(from), at(to)));
        }
    }
}
