package io.ninerouter.quickstart.api.hook;

/**
 * Is told of every authenticated request before it is carried out, on the thread of that request: implementations are
 * thread-safe and quick. A test proves with it that a Role is no larger than what a program asks for.
 */
@FunctionalInterface
public interface RequestObserver {

    /** Watches nothing. */
    RequestObserver NONE = request -> {};

    /** A request came in. */
    void requestReceived(ApiRequest request);
}
