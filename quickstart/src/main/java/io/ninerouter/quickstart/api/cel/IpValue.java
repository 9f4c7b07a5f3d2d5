package io.ninerouter.quickstart.api.cel;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * An IP address, written strictly: four decimal numbers without leading zeros, or IPv6 without a zone and without an
 * IPv4 address mapped into it.
 *
 * @param address parsed, never looked up
 */
record IpValue(InetAddress address) {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern FOUR = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    static IpValue parse(String text) {
        boolean four = FOUR.matcher(text).matches();
        boolean six = text.contains(":") && !text.contains("%") && !text.contains("[");
        if (four || six) {
            InetAddress address = InetAddress.ofLiteral(text);
            if (four == address instanceof Inet4Address) {
                return new IpValue(address);
            }
        }
        throw new IllegalArgumentException("IP Address \"" + text + "\" parse error during conversion from string");
    }

    static boolean isIp(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static boolean isCanonical(String text) {
        return parse(text).toString().equals(text);
    }

    long family() {
        return address instanceof Inet4Address ? 4 : 6;
    }

    boolean isGlobalUnicast() {
        return !address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isMulticastAddress()
                && !address.isLinkLocalAddress();
    }

    @Override
    public String toString() {
        return address instanceof Inet4Address ? address.getHostAddress() : Ipv6Text.canonical(address.getAddress());
    }
}
