package io.ninerouter.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as people and attackers write them. IPv4 as {@code inet_aton} reads it, which many resolvers still do: one to four
 * parts, decimal, octal ({@code 0177.1}) or hexadecimal ({@code 0x7f.1}, {@code 2130706433}). IPv6 with or without brackets
 * and zone. Nothing is ever resolved.
 */
final class IpLiterals {
    private static final int V4_BYTES = 4;

    private IpLiterals() {}

    /** The address that a host is, as 4 or 16 bytes; null = it is a name. */
    static byte @Nullable [] parse(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (bare.indexOf(':') >= 0) {
            return v6(bare);
        }
        String undotted = bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
        return v4(undotted);
    }

    private static byte @Nullable [] v6(String text) {
        int zone = text.indexOf('%');
        String bare = zone < 0 ? text : text.substring(0, zone);
        if (!bare.matches("[0-9A-Fa-f:.]+")) {
            return null;
        }
        try {
            // With a colon in it, it is an address or an error: no name is ever looked up.
            return InetAddress.ofLiteral(bare).getAddress();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte @Nullable [] v4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > V4_BYTES) {
            return null;
        }
        long value = 0;
        for (int i = 0; i < parts.length; i++) {
            long part = number(parts[i]);
            boolean last = i == parts.length - 1;
            long limit = last ? 1L << (8 * (V4_BYTES - i)) : 256;
            if (part < 0 || part >= limit) {
                return null;
            }
            value = last ? value | part : value | part << (8 * (V4_BYTES - 1 - i));
        }
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    /** -1 = not a number. */
    private static long number(String text) {
        try {
            if (text.matches("0[xX][0-9A-Fa-f]{1,8}")) {
                return Long.parseLong(text.substring(2), 16);
            }
            if (text.matches("0[0-7]{1,11}")) {
                return Long.parseLong(text, 8);
            }
            return text.matches("[0-9]{1,10}") ? Long.parseLong(text) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The same for what was resolved already. */
    static InetAddress of(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address: " + address.length + " bytes (expected: 4 or 16)", e);
        }
    }
}
