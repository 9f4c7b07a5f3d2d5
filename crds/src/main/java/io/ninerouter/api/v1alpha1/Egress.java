package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How providers are reached. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.privateHosts) || !has(self.denyPrivateAddresses) || self.denyPrivateAddresses",
        message = "privateHosts: says nothing where denyPrivateAddresses is false (expected: one of the two)",
        fieldPath = ".privateHosts")
public record Egress(
        @Nullable
        @JsonPropertyDescription(
                "Proxies. A connection's own stand in place of the Router's, with all that belongs to them;"
                        + " without either, those of the environment count.")
        Proxy proxy,

        @Nullable @JsonPropertyDescription("Certificates. A connection's own stand in place of the Router's.")
        Tls tls,

        @Nullable
        @JsonPropertyDescription("Whether providers may have private addresses only where privateHosts allows them;"
                + " default: true. Loopback, link-local and metadata addresses they never may have.")
        Boolean denyPrivateAddresses,

        @Nullable
        @Size(max = 64)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @JsonPropertyDescription("Hosts, .domains, addresses and CIDRs of providers that may have private addresses;"
                + " default: .svc and .svc.cluster.local, the services of the cluster. An empty list: none.")
        List<@Size(min = 1, max = 253) String> privateHosts) {

    public Egress {
        privateHosts = privateHosts == null ? null : List.copyOf(privateHosts);
    }

    /** Proxies by the scheme of the address that is reached. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Proxy(
            @Nullable
            @Size(max = 1024)
            @Pattern("^((https?|socks5h?)://[^\\s]+)?$")
            @ValidationRule(
                    value = "!self.contains('@')",
                    message = "https: holds a user or password (expected: none; they stand in the Secret of secretRef)")
            @JsonPropertyDescription(
                    "For https addresses: http://, https://, socks5:// or socks5h:// (the proxy resolves names).")
            String https,

            @Nullable
            @Size(max = 1024)
            @Pattern("^((https?|socks5h?)://[^\\s]+)?$")
            @ValidationRule(
                    value = "!self.contains('@')",
                    message = "http: holds a user or password (expected: none; they stand in the Secret of secretRef)")
            @JsonPropertyDescription("For http addresses.")
            String http,

            @Nullable @JsonPropertyDescription("A Secret with keys username and password, for both proxies.")
            SecretName secretRef,

            @Size(max = 64)
            @JsonPropertyDescription(
                    "Hosts, .domains, addresses and CIDRs, with a port if wanted, that are reached directly;"
                            + " * = everybody.")
            List<@Size(max = 253) String> noProxy) {
        public Proxy {
            noProxy = Copies.list(noProxy);
        }
    }

    /** Certificates. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tls(
            @Nullable
            @Size(min = 1, max = 65536)
            @ValidationRule(
                    value = "self.contains('-----BEGIN CERTIFICATE-----')",
                    message = "caBundle: no certificate (expected: PEM, -----BEGIN CERTIFICATE-----)")
            @JsonPropertyDescription("Authorities that are trusted beside the public ones, PEM.")
            String caBundle,

            @Nullable @JsonPropertyDescription("The same in a Secret.")
            CaRef caSecretRef,

            @Nullable
            @JsonPropertyDescription(
                    "A Secret of type kubernetes.io/tls whose certificate is shown to who asks for one.")
            SecretName clientCertificateSecretRef) {}

    /** Names a Secret of the same namespace. */
    public record SecretName(
            @Required @Size(min = 1, max = 253) @Pattern(Schemas.OBJECT_NAME)
            String name) {}

    /** Names authorities in a Secret of the same namespace. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CaRef(
            @Required @Size(min = 1, max = 253) @Pattern(Schemas.OBJECT_NAME)
            String name,

            @Nullable
            @Default("ca.crt")
            @Size(min = 1, max = 253)
            @Pattern(Schemas.SECRET_KEY)
            @JsonPropertyDescription("Key of the Secret.")
            String key) {
        public CaRef {
            key = key == null ? "ca.crt" : key;
        }
    }

    /** The Secrets that one names; none for null. */
    public static Set<String> secretsOf(@Nullable Egress egress) {
        Proxy proxy = egress == null ? null : egress.proxy();
        Tls tls = egress == null ? null : egress.tls();
        Set<String> names = new LinkedHashSet<>();
        Stream.of(proxy == null ? null : proxy.secretRef(), tls == null ? null : tls.clientCertificateSecretRef())
                .filter(Objects::nonNull)
                .forEach(ref -> names.add(ref.name()));
        if (tls != null && tls.caSecretRef() != null) {
            names.add(tls.caSecretRef().name());
        }
        return names;
    }
}
