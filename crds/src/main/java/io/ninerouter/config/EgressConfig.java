package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How providers are reached.
 *
 * @param httpsProxy proxy for https addresses, {@code http(s)://}, {@code socks5://} or {@code socks5h://}; null = none said
 * @param httpProxy proxy for http addresses; null = none said
 * @param noProxy hosts, {@code .suffixes}, addresses, CIDRs, each with an optional port, that are reached directly
 * @param denyPrivateAddresses whether addresses that users set may not lead to private or loopback addresses
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record EgressConfig(
        @Nullable String httpsProxy, @Nullable String httpProxy, List<String> noProxy, boolean denyPrivateAddresses) {
    public EgressConfig {
        noProxy = Copies.list(noProxy);
    }
}
