package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** In which order a combo's members are tried. */
public enum ComboStrategy {
    /** As listed. */
    @JsonProperty("Fallback")
    FALLBACK,
    /** Starting with the next one after {@code stickyLimit} requests. */
    @JsonProperty("RoundRobin")
    ROUND_ROBIN,
    /** Drawn by weight. */
    @JsonProperty("Weighted")
    WEIGHTED,
    /** Cheapest first. */
    @JsonProperty("LowestCost")
    LOWEST_COST,
    /** Fastest to the first token first. */
    @JsonProperty("LowestLatency")
    LOWEST_LATENCY
}
