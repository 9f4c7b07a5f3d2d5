package io.ninerouter.operator.status;

import io.ninerouter.api.v1alpha1.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Lays assessments over the conditions that stand in a status: the transition time moves only when the status flips. */
public final class ConditionMerge {
    /** Most that a condition's message may hold; the schema's bound is in bytes-agnostic characters, this is well below. */
    static final int MAX_MESSAGE = 4_096;

    private ConditionMerge() {}

    /**
     * The conditions to write, in the order of the assessments; types that are not assessed any more go.
     *
     * @param previous what stands in the status now
     * @param generation of the spec that was assessed
     */
    public static List<Condition> merge(
            List<Condition> previous, List<Assessment> assessments, long generation, Instant now) {
        return assessments.stream()
                .map(assessment -> {
                    String since = previous.stream()
                            .filter(old -> old.type().equals(assessment.type()))
                            .filter(old ->
                                    old.status().equals(assessment.truth().word()))
                            .map(Condition::lastTransitionTime)
                            .findFirst()
                            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
                    return new Condition(
                            assessment.type(),
                            assessment.truth().word(),
                            generation,
                            since,
                            assessment.reason().word(),
                            bounded(assessment.message()));
                })
                .toList();
    }

    private static String bounded(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
    }
}
