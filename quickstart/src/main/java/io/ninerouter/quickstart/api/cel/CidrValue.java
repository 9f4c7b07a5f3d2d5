package io.ninerouter.quickstart.api.cel;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A network.
 *
 * @param ip the address before the slash
 * @param prefix the bits that count
 */
record CidrValue(IpValue ip, int prefix) {

    static CidrValue parse(String text) {
        int slash = text.indexOf('/');
        String bits = text.substring(slash + 1);
        if (slash > 0 && bits.matches("0|[1-9]\\d{0,2}")) {
            IpValue ip = IpValue.parse(text.substring(0, slash));
            if (Integer.parseInt(bits) <= ip.address().getAddress().length * 8) {
                return new CidrValue(ip, Integer.parseInt(bits));
            }
        }
        throw new IllegalArgumentException("network address parse error during conversion from string: " + text);
    }

    static boolean isCidr(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    boolean contains(IpValue other) {
        byte[] here = ip.address().getAddress();
        byte[] there = other.address().getAddress();
        if (here.length != there.length) {
            return false;
        }
        for (int i = 0; i < here.length; i++) {
            if ((here[i] & mask(i)) != (there[i] & mask(i))) {
                return false;
            }
        }
        return true;
    }

    boolean containsAll(CidrValue other) {
        return other.prefix >= prefix && contains(other.ip);
    }

    CidrValue masked() {
        byte[] bytes = ip.address().getAddress();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] &= (byte) mask(i);
        }
        try {
            return new CidrValue(new IpValue(InetAddress.getByAddress(bytes)), prefix);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of its own length was refused", e);
        }
    }

    private int mask(int index) {
        int bits = Math.clamp(prefix - 8L * index, 0, 8);
        return 0xFF << (8 - bits) & 0xFF;
    }

    @Override
    public String toString() {
        return ip + "/" + prefix;
    }
}
