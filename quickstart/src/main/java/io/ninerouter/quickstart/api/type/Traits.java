package io.ninerouter.quickstart.api.type;

/**
 * How a resource behaves.
 *
 * @param namespaced whether its objects live in namespaces
 * @param statusSubresource whether status is written through {@code /status} alone
 * @param generation whether metadata.generation counts changes of the desired state
 * @param custom whether a CustomResourceDefinition defines it
 * @param storedAs the collection it shares with a resource of another group, empty when it has its own
 */
public record Traits(
        boolean namespaced, boolean statusSubresource, boolean generation, boolean custom, String storedAs) {}
