package io.ninerouter.quickstart.provider;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A function that the caller offers.
 *
 * @param name as the caller wrote it
 * @param schema JSON schema of its arguments; a missing node when there is none
 */
record ToolSpec(String name, JsonNode schema) {}
