package io.ninerouter.gateway.codec;

/** The secret of an account at Cursor, as Cursor's own programs keep it. Stateless. */
public final class CursorSecret {
    private CursorSecret() {}

    /** The token, which alone is shown to Cursor: a user's id and two colons may stand before it. */
    public static String token(String secret) {
        int colons = secret.indexOf("::");
        return colons < 0 ? secret : secret.substring(colons + 2);
    }
}
