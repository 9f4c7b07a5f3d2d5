package io.ninerouter.quickstart.api.rest;

import io.ninerouter.quickstart.api.hook.Faults;
import io.ninerouter.quickstart.api.hook.RequestObserver;

/**
 * What every request passes.
 *
 * @param token the token a client has to bring
 * @param observer is told of each request
 * @param faults may refuse it
 * @param maxBody bytes of a body that are read
 */
public record Gate(BearerToken token, RequestObserver observer, Faults faults, int maxBody) {}
