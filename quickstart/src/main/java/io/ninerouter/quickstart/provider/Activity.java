package io.ninerouter.quickstart.provider;

/**
 * What a {@link ScriptedProvider} has seen, at one moment.
 *
 * @param requests requests that arrived, refused ones included
 * @param activeStreams streams that are being sent now
 * @param cancelled streams whose client left before their end
 */
public record Activity(long requests, long activeStreams, long cancelled) {}
