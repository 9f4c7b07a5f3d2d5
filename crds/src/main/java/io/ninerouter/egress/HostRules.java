package io.ninerouter.egress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A list of hosts: those that are reached without a proxy, those that may have private addresses. An entry is {@code *}
 * (everybody), {@code host}, {@code .domain} or {@code *.domain} (both mean what is below it), an address, or a CIDR; but for
 * {@code *} and CIDRs each may end in {@code :port}. {@code host} means what is below it too. Case does not count, nor does a
 * dot at the end. Names are not resolved: a CIDR is for addresses. Immutable.
 */
final class HostRules {
    static final HostRules NOBODY = new HostRules(false, List.of());
    static final HostRules EVERYBODY = new HostRules(true, List.of());

    private final boolean everybody;
    private final List<Entry> entries;

    private HostRules(boolean everybody, List<Entry> entries) {
        this.everybody = everybody;
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads.
     *
     * @param field where the texts stand, for messages
     * @throws IllegalArgumentException when an entry cannot be read; the message names it
     */
    static HostRules of(String field, List<String> texts) {
        List<Entry> entries = new ArrayList<>();
        boolean everybody = false;
        for (String text : texts) {
            String bare = text.strip().toLowerCase(Locale.ROOT);
            everybody |= bare.equals("*");
            if (!bare.isEmpty() && !bare.equals("*")) {
                entries.add(Entry.parse(field, bare));
            }
        }
        return new HostRules(everybody, entries);
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

    /** The same, without ports: for where any port of a host is meant. */
    static HostRules portless(String field, List<String> texts) {
        HostRules rules = of(field, texts);
        for (Entry entry : rules.entries) {
            if (entry.port() != 0) {
                throw new IllegalArgumentException(field + ": an entry with port " + entry.port()
                        + " (expected: a host, .domain, address or CIDR)");
            }
        }
        return rules;
    }

    /** Whether an address is meant, or is that of a host that is: for what a name was resolved to. */
    boolean holds(String host, byte[] address) {
        return matches(host, 0)
                || entries.stream()
                        .anyMatch(
                                entry -> entry.block() != null && entry.block().contains(address));
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

        static Entry parse(String field, String text) {
            if (text.indexOf('/') >= 0) {
                return new Entry(null, false, block(field, text), 0);
            }
            int port = port(field, text);
            String host = port == 0 ? text : text.substring(0, text.lastIndexOf(':'));
            AddressBlock block = AddressBlock.parse(host);
            if (block != null) {
                return new Entry(null, false, block, port);
            }
            boolean below = host.startsWith(".") || host.startsWith("*.");
            String domain = undotted(below ? host.substring(host.indexOf('.') + 1) : host);
            if (!domain.matches("[a-z0-9_]([-a-z0-9_.]*[a-z0-9_])?")) {
                throw new IllegalArgumentException(field + ": " + text
                        + " (expected: a host, .domain, address or CIDR, but for a CIDR with an optional :port, or *)");
            }
            return new Entry(domain, below, null, port);
        }

        private static @Nullable AddressBlock block(String field, String text) {
            try {
                return AddressBlock.parse(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
            }
        }

        /** 0 = none is named. Of an IPv6 address without brackets every colon is its own. */
        private static int port(String field, String text) {
            int colon = text.lastIndexOf(':');
            boolean bare = colon > 0 && (text.charAt(colon - 1) == ']' || text.indexOf(':') == colon);
            if (!bare) {
                return 0;
            }
            String digits = text.substring(colon + 1);
            int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException(field + ": " + text + " (expected: a port from 1 to 65535)");
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
        return other instanceof HostRules that && everybody == that.everybody && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return Objects.hash(everybody, entries);
    }
}
