package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often Google searched for an answer: as {@code usageMetadata.billedToolCalls} says, else by the different queries that
 * {@code groundingMetadata.webSearchQueries} names; empty ones are not billed, says the page on grounding. Answers are known
 * that say neither although they were billed for searches; those are counted as none. Not thread-safe.
 */
final class Searches {
    /** One request was never seen to run more than a few dozen. */
    private static final int MOST = 256;

    private static final String TOOL = "google_search";

    private final Set<String> queries = new HashSet<>();

    /** Queries of a candidate: a JSON array of texts; what is something else says nothing. */
    void queries(Utf8 list) {
        try (JsonReader in = JsonReader.of(list)) {
            queries(in);
        } catch (BadJsonException e) {
            // Whoever reads the answer itself says what is wrong with it.
        }
    }

    /** Queries of a candidate's grounding; null = it has none. */
    void grounding(@Nullable RawJson metadata) {
        if (metadata == null) {
            return;
        }
        try (JsonReader in = metadata.read()) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    if (in.name().equals("webSearchQueries")) {
                        queries(in);
                    }
                }
            }
        }
    }

    private void queries(JsonReader in) {
        if (!in.lenientArray()) {
            return;
        }
        while (in.nextElement()) {
            String query = in.lenientText();
            if (query != null && !query.isBlank() && queries.size() < MOST) {
                queries.add(query);
            }
        }
    }

    /** How many so far. */
    long number(JsonFields usage) {
        long billed = 0;
        boolean said = false;
        for (int place = 0; ; place++) {
            String call = "billedToolCalls[" + place + "].";
            String tool = usage.text(call + "tool");
            if (tool == null) {
                return said ? billed : queries.size();
            }
            said = true;
            billed += tool.toLowerCase(Locale.ROOT).startsWith(TOOL)
                    ? Math.max(0, usage.count(call + "successfulToolCallCount"))
                    : 0;
        }
    }
}
