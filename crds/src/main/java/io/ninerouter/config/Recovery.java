package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to a text stream that is cut in the middle. */
public enum Recovery {
    /** The caller gets its dialect's error event. */
    @JsonProperty("Fail")
    FAIL,
    /** The next member goes on where the stream was cut. */
    @JsonProperty("Continue")
    CONTINUE
}
