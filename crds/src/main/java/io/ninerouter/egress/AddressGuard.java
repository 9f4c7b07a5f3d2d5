package io.ninerouter.egress;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses no provider may have. What is never one: this machine, the link (where clouds put their metadata), metadata
 * services elsewhere, nowhere, groups. Addresses of private networks are for those alone who are named: services of the cluster,
 * unless others are. IPv6 forms that carry an IPv4 address are judged by that one too. Immutable.
 *
 * @param privateHosts who may have a private address
 * @param allowLoopback whether this machine may be reached: for tests, and for a provider beside the gateway in its pod
 */
public record AddressGuard(HostRules privateHosts, boolean allowLoopback) {

    /** Variable of the environment that allows this machine when it says {@code true}. */
    public static final String ALLOW_LOOPBACK = "NINEROUTER_ALLOW_LOOPBACK_PROVIDERS";

    /** Why an address is denied. */
    public enum Objection {
        /** This machine. */
        LOOPBACK("a loopback address"),
        /** Reached on the same wire alone; clouds put metadata and credentials there. */
        LINK_LOCAL("a link-local address"),
        /** Where a cloud gives away credentials. */
        METADATA("the metadata service of a cloud"),
        /** No address. */
        UNSPECIFIED("no address of anybody"),
        /** Many, or nobody. */
        MULTICAST("an address of a group"),
        /** A private network, or a provider's own. */
        PRIVATE("a private address that egress.privateHosts does not name");

        private final String text;

        Objection(String text) {
            this.text = text;
        }

        /** For people: what the address is. */
        public String text() {
            return text;
        }
    }

    /**
     * Names that the cluster gives. Nobody outside can have one: neither {@code svc} nor {@code local} is a domain of the
     * Internet.
     */
    private static final HostRules SERVICES = HostRules.of("privateHosts", List.of(".svc", ".svc.cluster.local"));

    private static final Set<String> METADATA_NAMES = Set.of(
            "metadata.google.internal", "metadata.goog", "metadata", "instance-data", "instance-data.ec2.internal");

    /** AWS over IPv6, Alibaba, Azure's host, Oracle. */
    private static final List<AddressBlock> METADATA = blocks(
            "169.254.169.254", "169.254.170.2", "fd00:ec2::/32", "100.100.100.200", "168.63.129.16", "192.0.0.192");

    private static final List<AddressBlock> LOOPBACK = blocks("127.0.0.0/8", "::1");
    private static final List<AddressBlock> LINK_LOCAL = blocks("169.254.0.0/16", "fe80::/10", "fec0::/10");
    private static final List<AddressBlock> UNSPECIFIED = blocks("0.0.0.0/8", "::");
    private static final List<AddressBlock> MULTICAST = blocks("224.0.0.0/4", "240.0.0.0/4", "ff00::/8");

    /** RFC 1918, carrier-grade NAT, IETF assignments, benchmarks, documentation, unique local. */
    private static final List<AddressBlock> PRIVATE = blocks(
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "fc00::/7",
            "2001:db8::/32");

    /**
     * The guard of those who say nothing of private addresses, or name who may have one.
     *
     * @param privateHosts as {@link io.ninerouter.config.EgressConfig#privateHosts()}
     * @throws IllegalArgumentException when an entry cannot be read; the message names it
     */
    public static AddressGuard of(@Nullable List<String> privateHosts, boolean allowLoopback) {
        HostRules rules = privateHosts == null ? SERVICES : HostRules.portless("privateHosts", privateHosts);
        return new AddressGuard(rules, allowLoopback);
    }

    /** The guard of what may be on any private network. */
    public static AddressGuard lenient(boolean allowLoopback) {
        return new AddressGuard(HostRules.EVERYBODY, allowLoopback);
    }

    /** What is wrong with a host before it is resolved; null = nothing that is known by then. */
    public @Nullable Objection toHost(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("\\.+$", "");
        byte[] literal = IpLiterals.parse(name);
        if (literal != null) {
            return toBytes(name, literal);
        }
        if (METADATA_NAMES.contains(name)) {
            return Objection.METADATA;
        }
        boolean local = name.equals("localhost") || name.endsWith(".localhost");
        return local && !allowLoopback ? Objection.LOOPBACK : null;
    }

    /**
     * What is wrong with an address; null = nothing.
     *
     * @param host the name that was resolved to it, or the address itself
     */
    public @Nullable Objection to(String host, InetAddress address) {
        return toBytes(host, address.getAddress());
    }

    private @Nullable Objection toBytes(String host, byte[] address) {
        return Stream.concat(Stream.of(address), carried(address))
                .map(one -> judge(host, one))
                .filter(objection -> objection != null)
                .findFirst()
                .orElse(null);
    }

    private @Nullable Objection judge(String host, byte[] address) {
        if (in(METADATA, address)) {
            return Objection.METADATA;
        }
        if (in(LOOPBACK, address)) {
            return allowLoopback ? null : Objection.LOOPBACK;
        }
        if (in(LINK_LOCAL, address)) {
            return Objection.LINK_LOCAL;
        }
        if (in(UNSPECIFIED, address)) {
            return Objection.UNSPECIFIED;
        }
        if (in(MULTICAST, address)) {
            return Objection.MULTICAST;
        }
        return in(PRIVATE, address) && !privateHosts.holds(host, address) ? Objection.PRIVATE : null;
    }

    /** The IPv4 address within an IPv6 one: mapped, compatible, translated (NAT64 and local NAT64), 6to4, Teredo, ISATAP. */
    private static Stream<byte[]> carried(byte[] address) {
        if (address.length != 16) {
            return Stream.empty();
        }
        byte[] end = Arrays.copyOfRange(address, 12, 16);
        if (startsWith(address, "00000000000000000000ffff")
                || startsWith(address, "0000000000000000ffff0000")
                || startsWith(address, "0064ff9b")
                || isatap(address)
                || (startsWith(address, "000000000000000000000000") && (end[0] | end[1]) != 0)) {
            return Stream.of(end);
        }
        if (startsWith(address, "2002")) {
            return Stream.of(Arrays.copyOfRange(address, 2, 6));
        }
        if (startsWith(address, "20010000")) {
            byte[] client = end.clone();
            for (int i = 0; i < client.length; i++) {
                client[i] = (byte) ~client[i];
            }
            return Stream.of(client, Arrays.copyOfRange(address, 4, 8));
        }
        return Stream.empty();
    }

    private static boolean isatap(byte[] address) {
        return (address[8] & 0xfc) == 0 && address[9] == 0 && address[10] == 0x5e && address[11] == (byte) 0xfe;
    }

    private static boolean startsWith(byte[] address, String hex) {
        byte[] prefix = HexFormat.of().parseHex(hex);
        return Arrays.equals(address, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static boolean in(List<AddressBlock> blocks, byte[] address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    private static List<AddressBlock> blocks(String... texts) {
        return Stream.of(texts).map(AddressBlock::of).toList();
    }
}
