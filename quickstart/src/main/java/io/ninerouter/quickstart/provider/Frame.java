package io.ninerouter.quickstart.provider;

/**
 * A piece of a streamed answer, as it goes over the wire.
 *
 * @param text one event, or one element of an array, with everything around it
 * @param paced whether the provider takes its time before it
 */
record Frame(String text, boolean paced) {}
