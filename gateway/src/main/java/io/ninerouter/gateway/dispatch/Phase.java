package io.ninerouter.gateway.dispatch;

/** How far an answer has come. */
enum Phase {
    /** No head yet. */
    WAITING,
    /** A status that is no success; its body is collected. */
    REFUSED,
    /** Good so far, nothing sent. */
    HOLDING,
    /** Committed: what comes goes out. */
    FLOWING,
    /** Nothing more comes. */
    OVER
}
