package io.ninerouter.gateway.chat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.json.RawJson;

/**
 * One step of an answer. The grammar, which every decoder keeps and every encoder relies on:
 *
 * <pre>{@code
 * answer := Started step* (Ended | Failed)          | Failed
 * step   := part | Finished | UsageReported | Heartbeat | Opaque
 * part   := PartStarted PartDelta* PartEnded        (steps of other choices, usage and heartbeats may come between)
 * }</pre>
 *
 * <p>Within a choice one part at most is open and parts are numbered 0, 1, 2 …; choices are numbered from 0. Each choice has
 * one Finished, after its last part; a choice that has none had nothing. UsageReported may come several times, the last one
 * counts; it may come after Finished. After Ended or Failed nothing comes. Failed may leave parts open.
 */
public sealed interface StreamEvent {

    /**
     * The answer begins.
     *
     * @param id the provider's; empty when it gave none
     * @param model the provider's name for the model; empty when it gave none
     * @param created epoch seconds; 0 when not given
     */
    record Started(String id, String model, long created) implements StreamEvent {}

    /** A part begins. */
    record PartStarted(int choice, int part, PartHead head) implements StreamEvent {}

    /** A part grows. */
    record PartDelta(int choice, int part, Delta delta) implements StreamEvent {}

    /** A part is complete. */
    record PartEnded(int choice, int part) implements StreamEvent {}

    /** Tokens so far. */
    record UsageReported(Usage usage) implements StreamEvent {}

    /** Nothing new, but alive. */
    record Heartbeat() implements StreamEvent {}

    /** An event of its dialect that the neutral model does not know. */
    record Opaque(Dialect dialect, String name, RawJson json) implements StreamEvent {}

    /** A choice is complete. */
    record Finished(int choice, StopReason reason) implements StreamEvent {}

    /** The answer is complete. */
    record Ended() implements StreamEvent {}

    /** The answer failed, or was cut: what came so far is not to be taken for complete. */
    record Failed(ApiError error) implements StreamEvent {}
}
