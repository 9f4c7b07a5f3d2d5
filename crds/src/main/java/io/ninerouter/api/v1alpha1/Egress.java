package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How providers are reached. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Egress(
        @Nullable @JsonPropertyDescription("Proxies.") Proxy proxy,

        @Nullable
        @JsonPropertyDescription("Whether addresses that users set may not lead to private or loopback addresses.")
        Boolean denyPrivateAddresses) {

    /** Proxies by the scheme of the address that is reached. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Proxy(
            @Nullable @Size(max = 1024) @Pattern("^((https?|socks5h?)://[^\\s]+)?$")
            String https,

            @Nullable @Size(max = 1024) @Pattern("^((https?|socks5h?)://[^\\s]+)?$")
            String http,

            @Size(max = 64) @JsonPropertyDescription("Hosts, .suffixes, addresses and CIDRs that are reached directly.")
            List<@Size(max = 253) String> noProxy) {
        public Proxy {
            noProxy = Copies.list(noProxy);
        }
    }
}
