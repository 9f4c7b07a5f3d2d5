package io.ninerouter.gateway.codec;

/**
 * What a request needs to know of the account is not known: the account cannot be asked, and it says nothing about the
 * provider. The message names the fact and says where it should come from, and no value.
 */
public final class MissingFactException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * A fact that is missing.
     *
     * @param name of the fact, as {@link TargetModel#account} would have it
     */
    public MissingFactException(String name) {
        super(name + " of the account: none (expected: a fact of its login, or a setting of its connection)");
    }
}
