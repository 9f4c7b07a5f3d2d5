package io.ninerouter.operator.compile;

import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.SecretText;
import io.ninerouter.egress.Egress;
import io.ninerouter.operator.catalog.ModelSource;
import io.ninerouter.operator.catalog.QuotaSource;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a provider can be asked about an account beside its traffic.
 *
 * @param topic what is asked, and in which form
 * @param url absolute, without the credential
 * @param headers fixed ones, by lower-case name
 * @param auth where the credential goes
 * @param credential null = none is shown
 * @param lasting whether the credential is a key that a person was given: a token is replaced from time to time, and that is
 *     no news
 * @param body sent by POST; null = a GET
 * @param way how the provider is reached
 * @param account whose credential it is, as the login told; null = not known
 */
public record Question(
        Topic topic,
        String url,
        Map<String, String> headers,
        AuthScheme auth,
        @Nullable SecretText credential,
        boolean lasting,
        @Nullable String body,
        Egress way,
        @Nullable String account) {
    public Question {
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    /** What is asked. */
    public sealed interface Topic {
        /** Which models the account is offered. */
        record Models(ModelSource.Kind kind) implements Topic {}

        /** How much of its windows the account has used. */
        record Quotas(QuotaSource.Kind kind) implements Topic {}
    }

    /** The same, asked another way. */
    public Question by(Egress other) {
        return new Question(topic, url, headers, auth, credential, lasting, body, other, account);
    }

    /** Whether it is the same question to the same place, whoever asks. */
    public boolean asksLike(Question other) {
        return topic.equals(other.topic)
                && url.equals(other.url)
                && headers.equals(other.headers)
                && auth.equals(other.auth)
                && Objects.equals(body, other.body)
                && way.equals(other.way);
    }

    /** Whether it may be asked about the same account; a key that was replaced may be anybody's, a renewed token is not. */
    public boolean isOfAccount(Question other) {
        if (account != null && other.account != null) {
            return account.equals(other.account);
        }
        boolean keys = lasting && other.lasting;
        return !keys || Objects.equals(credential, other.credential);
    }

    /** Where it is asked, in which form: what a list has to come from to count. */
    public String source() {
        return topic + " " + url;
    }

    /** The form and the host alone. */
    @Override
    public String toString() {
        return "Question[" + topic + "]";
    }
}
