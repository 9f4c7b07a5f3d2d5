package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How requests are spread over the connections of one provider that share a priority. */
public enum AccountStrategy {
    /** The first as long as it works. */
    @JsonProperty("FillFirst")
    FILL_FIRST,
    /** In turn, {@code stickyLimit} requests each. */
    @JsonProperty("RoundRobin")
    ROUND_ROBIN,
    /** The one with the fewest requests in flight. */
    @JsonProperty("LeastUsed")
    LEAST_USED
}
