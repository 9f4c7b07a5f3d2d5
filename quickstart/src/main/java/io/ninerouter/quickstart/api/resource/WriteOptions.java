package io.ninerouter.quickstart.api.resource;

/**
 * How a write is to be done.
 *
 * @param manager the field manager
 * @param dryRun whether everything is done but the storing
 * @param validation what becomes of unknown fields
 * @param force whether an apply takes fields from others
 */
public record WriteOptions(String manager, boolean dryRun, FieldValidation validation, boolean force) {

    /** What becomes of unknown fields: they are dropped in any case. */
    public enum FieldValidation {
        /** Silently. */
        IGNORE,
        /** With a warning to the client. */
        WARN,
        /** And the request with them. */
        STRICT
    }
}
