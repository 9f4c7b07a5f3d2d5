package io.ninerouter.operator.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Resolves names; may block. */
@FunctionalInterface
interface Names {
    /** At least one address. */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
