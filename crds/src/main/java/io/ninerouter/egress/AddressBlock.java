package io.ninerouter.egress;

import org.jspecify.annotations.Nullable;

/** A range of addresses. IPv6 addresses that stand for IPv4 ones are compared as these. Immutable. */
final class AddressBlock {
    private final byte[] network;
    private final int bits;

    private AddressBlock(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address.
     *
     * @return null = neither
     * @throws IllegalArgumentException when it has a slash and is no block
     */
    static @Nullable AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = IpLiterals.parse(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0) {
            return address == null ? null : new AddressBlock(address, address.length * 8);
        }
        String length = text.substring(slash + 1);
        if (address == null || !length.matches("[0-9]{1,3}") || Integer.parseInt(length) > address.length * 8) {
            throw new IllegalArgumentException("CIDR: " + text + " (expected: such as 10.0.0.0/8 or fd00::/8)");
        }
        return new AddressBlock(address, Integer.parseInt(length));
    }

    /** A block that the code names. */
    static AddressBlock of(String text) {
        AddressBlock block = parse(text);
        if (block == null) {
            throw new IllegalArgumentException("block: " + text + " (expected: a CIDR)");
        }
        return block;
    }

    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != network[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        int mask = 0xff << (8 - rest) & 0xff;
        return rest == 0 || (address[whole] & mask) == (network[whole] & mask);
    }
}
