package io.ninerouter.quickstart.api.cel;

/** IPv6 addresses as RFC 5952 writes them. */
final class Ipv6Text {

    private Ipv6Text() {}

    static String canonical(byte[] address) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (address[2 * i] & 0xFF) << 8 | (address[2 * i + 1] & 0xFF);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int run = zeros(groups, i);
            if (run > length) {
                start = i;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static int zeros(int[] groups, int from) {
        int run = 0;
        while (from + run < groups.length && groups[from + run] == 0) {
            run++;
        }
        return run;
    }
}
