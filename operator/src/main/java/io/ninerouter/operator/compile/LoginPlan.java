package io.ninerouter.operator.compile;

import io.ninerouter.egress.Egress;
import io.ninerouter.operator.credential.Standing;
import io.ninerouter.operator.credential.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * How the account of a connection is kept.
 *
 * @param wanted of it, as far as the connection and its Secrets say
 * @param secret name of the Secret that holds its tokens
 * @param own whether that Secret is the operator's alone
 * @param standing what it says now
 * @param way how its vendor is reached
 * @param mark {@link io.ninerouter.config.Credential#mark} of what is shown; null = nothing is
 */
public record LoginPlan(
        Wanted wanted,
        String secret,
        boolean own,
        Standing standing,
        Egress way,
        @Nullable String mark) {

    /** The same, reached another way. */
    public LoginPlan by(Egress other) {
        return new LoginPlan(wanted, secret, own, standing, other, mark);
    }

    /** Name of the Secret that the operator keeps tokens in that it made out of a key. */
    public static String ownSecret(String connection) {
        return connection + "-token";
    }
}
