package io.ninerouter.gateway.routing;

import io.ninerouter.gateway.snapshot.Caller;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that somebody could have meant. Pure and bounded. */
final class NearMatches {
    private static final int MAX = 3;
    private static final int MAX_LENGTH = 128;

    private NearMatches() {}

    /** Up to three names that the caller may use, nearest first; a model is found by its bare name too. */
    static List<String> of(Snapshot snapshot, Caller caller, String wanted) {
        if (wanted.length() > MAX_LENGTH) {
            return List.of();
        }
        String typed = wanted.toLowerCase(Locale.ROOT);
        int limit = Math.max(2, typed.length() / 3);
        List<Near> near = new ArrayList<>();
        for (String name : ModelList.names(snapshot)) {
            String known = name.toLowerCase(Locale.ROOT);
            String bare = known.substring(known.indexOf('/') + 1);
            int distance = Math.min(distance(typed, known, limit), distance(typed, bare, limit));
            if (distance <= limit) {
                near.add(new Near(name, distance));
            }
        }
        // What the caller may not use must not be hinted at; that takes longer to say, so the few near ones are asked.
        return near.stream()
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .filter(each -> ModelList.find(snapshot, caller, each.name()) != null)
                .limit(MAX)
                .map(Near::name)
                .toList();
    }

    /** Edits (insert, delete, replace one character) between two texts; more than the limit counts as limit + 1. */
    static int distance(String one, String other, int limit) {
        if (Math.abs(one.length() - other.length()) > limit) {
            return limit + 1;
        }
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            int best = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
                best = Math.min(best, row[j]);
            }
            if (best > limit) {
                return limit + 1;
            }
        }
        return Math.min(row[other.length()], limit + 1);
    }

    private record Near(String name, int distance) {}
}
