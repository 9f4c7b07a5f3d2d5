package io.ninerouter.quickstart.api.apply;

/**
 * Who owns fields.
 *
 * @param name the field manager
 * @param operation Apply or Update: the same name owns separately by either
 * @param apiVersion the version the fields are named in
 * @param subresource the subresource written through, empty for the object itself
 */
public record FieldOwner(String name, Operation operation, String apiVersion, String subresource) {

    /** How fields came to be owned. */
    public enum Operation {
        /** By server-side apply. */
        APPLY("Apply"),
        /** By any other write. */
        UPDATE("Update");

        private final String text;

        Operation(String text) {
            this.text = text;
        }

        /** As managedFields writes it. */
        public String text() {
            return text;
        }
    }

    /** As a conflict names it. */
    String shown() {
        String through = subresource.isEmpty() ? "" : " with subresource \"" + subresource + "\"";
        // Only of writes that were no apply the version is told.
        return "\"" + name + "\"" + through + (operation == Operation.UPDATE ? " using " + apiVersion : "");
    }
}
