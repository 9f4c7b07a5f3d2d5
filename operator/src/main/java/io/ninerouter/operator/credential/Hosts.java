package io.ninerouter.operator.credential;

import java.net.URI;
import java.net.URISyntaxException;

/** Which addresses out of a vendor's answer may be sent tokens. */
final class Hosts {
    private Hosts() {}

    /** Whether it is an absolute https address with a host name and nothing that could lead elsewhere. */
    static boolean isPublicAddress(String url) {
        try {
            URI uri = new URI(url);
            return "https".equalsIgnoreCase(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getHost().matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,63}")
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
