package io.ninerouter.operator.transfer;

import java.util.ArrayList;
import java.util.List;

/** What became of each part of a database, for the person who moves. Holds names, never a secret. Not thread-safe. */
final class Report {
    private final List<Line> lines = new ArrayList<>();

    /** What became of something. */
    enum Fate {
        /** It is there, with all that it had. */
        TAKEN("taken over"),
        /** It is there, but something of it has no counterpart, or wants a look. */
        PARTLY("taken over in part"),
        /** It is not there. */
        LEFT("left out");

        private final String words;

        Fate(String words) {
            this.words = words;
        }
    }

    /**
     * One part.
     *
     * @param what kind and name in 9Router
     * @param now the object that it has become; empty = none
     * @param why what is missing, or wants a look; empty = nothing
     */
    record Line(Fate fate, String what, String now, String why) {}

    void taken(String what, String now) {
        lines.add(new Line(Fate.TAKEN, what, now, ""));
    }

    /** Taken, or in part where there is something to say. */
    void taken(String what, String now, List<String> remarks) {
        lines.add(new Line(remarks.isEmpty() ? Fate.TAKEN : Fate.PARTLY, what, now, String.join("; ", remarks)));
    }

    void left(String what, String why) {
        lines.add(new Line(Fate.LEFT, what, "", why));
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    /** The report as Markdown: first what is missing, then what was taken over in part, then the rest. */
    String markdown() {
        StringBuilder out = new StringBuilder("# What became of the 9Router database\n");
        for (Fate fate : List.of(Fate.LEFT, Fate.PARTLY, Fate.TAKEN)) {
            List<Line> of = lines.stream().filter(line -> line.fate() == fate).toList();
            if (of.isEmpty()) {
                continue;
            }
            out.append("\n## ").append(of.size()).append(' ').append(fate.words).append("\n\n");
            of.forEach(line -> out.append("- ")
                    .append(line.what())
                    .append(line.now().isEmpty() ? "" : " → " + line.now())
                    .append(line.why().isEmpty() ? "" : ": " + line.why())
                    .append('\n'));
        }
        return out.toString();
    }
}
