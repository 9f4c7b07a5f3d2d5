package io.ninerouter.gateway.translate.cursor;

/**
 * A message of the conversation, which is text and nothing else.
 *
 * @param user whether the user says it, else the assistant
 */
record Turn(boolean user, String content) {}
