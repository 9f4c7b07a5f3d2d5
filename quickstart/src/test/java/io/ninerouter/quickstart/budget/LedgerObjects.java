package io.ninerouter.quickstart.budget;

import io.ninerouter.config.Allotments;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.operator.usage.UsageBook;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the API server of a {@link LedgerModel} holds: reports of gateways, and the allotments and the book of operators. */
final class LedgerObjects {
    private final Map<String, Stored> reports = new TreeMap<>();
    private Allotments allotments = Allotments.NONE;
    private Version book = new Version(0, UsageBook.EMPTY);
    private int versions;

    /**
     * A GatewayReplica.
     *
     * @param at when its report was written, epoch milliseconds
     * @param replaced whether its annotation names another process than its status
     * @param podThere whether its pod is one of its owners
     */
    record Stored(int version, long at, ReplicaReport report, boolean replaced, boolean podThere) {
        /** The annotation. */
        String startedAt() {
            return replaced ? "another" : report.startedAt();
        }
    }

    /** The book as it was written. */
    record Version(int number, UsageBook book) {}

    /** All reports, by pod. */
    Map<String, Stored> reports() {
        return Map.copyOf(reports);
    }

    /** Pods that have a report. */
    Set<String> pods() {
        return reports.keySet();
    }

    /** The report of a pod; null = there is none. */
    @Nullable
    Stored report(String pod) {
        return reports.get(pod);
    }

    /** A process tells. */
    void store(String pod, ReplicaReport report, long at) {
        reports.put(pod, new Stored(++versions, at, ConfigCodec.decodeReport(report), false, true));
    }

    /** Another process begins in a pod. */
    void begin(String pod) {
        change(pod, one -> new Stored(++versions, one.at(), one.report(), true, one.podThere()));
    }

    /** A pod is gone. */
    void podIsGone(String pod) {
        change(pod, one -> new Stored(++versions, one.at(), one.report(), one.replaced(), false));
    }

    void delete(String pod) {
        reports.remove(pod);
    }

    /** Deletes a report unless it has changed since it was read. */
    void delete(String pod, Stored read) {
        Stored there = reports.get(pod);
        if (there != null && there.version() == read.version()) {
            reports.remove(pod);
        }
    }

    Allotments allotments() {
        return allotments;
    }

    /** Writes the allotments, as readers will decode them. */
    void publish(Allotments next) {
        allotments = ConfigCodec.decodeAllotments(ConfigCodec.encode(next));
    }

    Version book() {
        return book;
    }

    /** Writes the book unless somebody else has; whether it is written. */
    boolean write(UsageBook next, Version read) {
        if (read.number() != book.number()) {
            return false;
        }
        book = new Version(read.number() + 1, next);
        return true;
    }

    private void change(String pod, UnaryOperator<Stored> change) {
        reports.computeIfPresent(pod, (name, one) -> change.apply(one));
    }
}
