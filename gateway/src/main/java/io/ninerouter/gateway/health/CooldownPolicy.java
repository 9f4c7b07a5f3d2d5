package io.ninerouter.gateway.health;

/** How long to leave something alone after a failure. */
final class CooldownPolicy {
    private CooldownPolicy() {}
}
