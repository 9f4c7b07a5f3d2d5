package io.ninerouter.gateway.limits;

/** What a caller can run into. */
public enum Limit {
    /** Requests a minute. */
    REQUESTS("requests"),
    /** Tokens a minute. */
    TOKENS("tokens"),
    /** Requests at a time. */
    CONCURRENT("concurrent"),
    /** Money in a period. */
    BUDGET("budget");

    private final String label;

    Limit(String label) {
        this.label = label;
    }

    /** As metrics say it. */
    public String label() {
        return label;
    }
}
