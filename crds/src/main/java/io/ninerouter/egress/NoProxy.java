package io.ninerouter.egress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who is reached without a proxy. An entry is {@code *} (everybody), {@code host}, {@code .domain} or {@code *.domain} (both
 * mean what is below it), an address, or a CIDR; but for {@code *} and CIDRs each may end in {@code :port}. {@code host} means
 * what is below it too. Case does not count, nor does a dot at the end. Names are not resolved: a CIDR is for addresses.
 * Immutable.
 */
final class NoProxy {
    static final NoProxy NOBODY = new NoProxy(false, List.of());

    private final boolean everybody;
    private final List<Entry> entries;

    private NoProxy(boolean everybody, List<Entry> entries) {
        this.everybody = everybody;
        this.entries = List.copyOf(entries);
    }

    /** @throws IllegalArgumentException when an entry cannot be read; the message names it */
    static NoProxy of(List<String> texts) {
        List<Entry> entries = new ArrayList<>();
        boolean everybody = false;
        for (String text : texts) {
            String bare = text.strip().toLowerCase(Locale.ROOT);
            everybody |= bare.equals("*");
            if (!bare.isEmpty() && !bare.equals("*")) {
                entries.add(Entry.parse(bare));
            }
        }
        return new NoProxy(everybody, entries);
    }

    /** @param host as a URI has it */
    boolean matches(String host, int port) {
        if (everybody) {
            return true;
        }
        if (entries.isEmpty()) {
            return false;
        }
        String name = undotted(host.toLowerCase(Locale.ROOT));
        byte[] address = IpLiterals.parse(name);
        for (Entry entry : entries) {
            if (entry.matches(name, address, port)) {
                return true;
            }
        }
        return false;
    }

    private static String undotted(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /**
     * One entry.
     *
     * @param domain null = an address or block
     * @param below whether what is below the domain is meant alone
     * @param port 0 = any
     */
    private record Entry(
            @Nullable String domain,
            boolean below,
            @Nullable AddressBlock block,
            int port) {

        static Entry parse(String text) {
            if (text.indexOf('/') >= 0) {
                return new Entry(null, false, AddressBlock.parse(text), 0);
            }
            int port = port(text);
            String host = port == 0 ? text : text.substring(0, text.lastIndexOf(':'));
            AddressBlock block = AddressBlock.parse(host);
            if (block != null) {
                return new Entry(null, false, block, port);
            }
            boolean below = host.startsWith(".") || host.startsWith("*.");
            String domain = undotted(below ? host.substring(host.indexOf('.') + 1) : host);
            if (!domain.matches("[a-z0-9_]([-a-z0-9_.]*[a-z0-9_])?")) {
                throw new IllegalArgumentException("noProxy: " + text
                        + " (expected: a host, .domain, address or CIDR, but for a CIDR with an optional :port, or *)");
            }
            return new Entry(domain, below, null, port);
        }

        /** 0 = none is named. Of an IPv6 address without brackets every colon is its own. */
        private static int port(String text) {
            int colon = text.lastIndexOf(':');
            boolean bare = colon > 0 && (text.charAt(colon - 1) == ']' || text.indexOf(':') == colon);
            if (!bare) {
                return 0;
            }
            String digits = text.substring(colon + 1);
            int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("noProxy: " + text + " (expected: a port from 1 to 65535)");
            }
            return port;
        }

        boolean matches(String name, byte @Nullable [] address, int asked) {
            if (port != 0 && port != asked) {
                return false;
            }
            if (domain == null) {
                return address != null && block != null && block.contains(address);
            }
            boolean is = !below && name.equals(domain);
            return is || name.endsWith("." + domain);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NoProxy that && everybody == that.everybody && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return Objects.hash(everybody, entries);
    }
}
