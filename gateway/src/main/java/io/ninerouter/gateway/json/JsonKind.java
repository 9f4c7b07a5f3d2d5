package io.ninerouter.gateway.json;

/** Types of JSON value. */
public enum JsonKind {
    OBJECT,
    ARRAY,
    TEXT,
    NUMBER,
    BOOL,
    NULL
}
