package io.ninerouter.gateway.translate.cursor;

/**
 * One message about a tool call: a piece of it.
 *
 * @param id of the call; empty = not said
 * @param name as the provider has it; empty = not said
 * @param served the name that the tool has at its server, which is the one that we declared; empty = not said
 * @param raw a piece of the arguments
 * @param parameters the arguments, or a piece of them, as they go to the tool's server
 * @param last whether no more of the call comes
 */
record WireCall(String id, String name, String served, String raw, String parameters, boolean last) {
    private static final int ID = 3;
    private static final int NAME = 9;
    private static final int RAW = 10;
    private static final int LAST = 11;
    private static final int LAST_TOO = 15;
    private static final int PARAMETERS = 27;
    private static final int TOOL = 1;
    private static final int TOOL_NAME = 1;
    private static final int TOOL_ARGUMENTS = 3;

    static WireCall read(ProtoReader in) {
        String id = "";
        String name = "";
        String raw = "";
        String served = "";
        String parameters = "";
        boolean last = false;
        while (in.next()) {
            switch (in.field()) {
                // What stands on the next line is an id of the model's, which we have no use for.
                case ID -> id = in.text().lines().findFirst().orElse("").strip();
                case NAME -> name = in.text();
                case RAW -> raw = in.text();
                case LAST, LAST_TOO -> last |= in.number() != 0;
                case PARAMETERS -> {
                    ProtoReader tool = tool(in.message());
                    while (tool.next()) {
                        switch (tool.field()) {
                            case TOOL_NAME -> served = tool.text();
                            case TOOL_ARGUMENTS -> parameters = tool.text();
                            default -> {}
                        }
                    }
                }
                default -> {}
            }
        }
        return new WireCall(id, name, served, raw, parameters, last);
    }

    boolean hasArguments() {
        return !raw.isEmpty() || !parameters.isEmpty();
    }

    private static ProtoReader tool(ProtoReader parameters) {
        while (parameters.next()) {
            if (parameters.field() == TOOL) {
                return parameters.message();
            }
        }
        return parameters;
    }
}
