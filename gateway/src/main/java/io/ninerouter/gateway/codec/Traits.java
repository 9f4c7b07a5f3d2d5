package io.ninerouter.gateway.codec;

/**
 * What a dialect's providers accept, for {@link RequestShaper}.
 *
 * @param toolNames rule for names of tools
 * @param callIds rule for ids of tool calls
 * @param customTools whether free-text tools exist; otherwise they become functions with one string argument
 * @param namespaces whether tools may be grouped; otherwise the group becomes a prefix of the name
 * @param pairedResults whether every tool call needs its result right after it, and every result its call
 */
public record Traits(
        NameRule toolNames, NameRule callIds, boolean customTools, boolean namespaces, boolean pairedResults) {}
