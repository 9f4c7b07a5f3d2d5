package io.ninerouter.quickstart.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A call of one of the caller's functions. */
record ToolCall(String name, ObjectNode arguments) {}
