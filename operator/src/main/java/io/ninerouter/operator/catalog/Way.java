package io.ninerouter.operator.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A way to authorise: a member of {@link ProviderConnection.Auth}, whose field names are the wire names. */
public enum Way {
    /** A key in a Secret. */
    @JsonProperty("apiKey")
    API_KEY("apiKey"),
    /** Tokens that a login yields. */
    @JsonProperty("oauth")
    OAUTH("oauth"),
    /** A Google service account key. */
    @JsonProperty("serviceAccountKey")
    SERVICE_ACCOUNT_KEY("serviceAccountKey"),
    /** Keys of an AWS account. */
    @JsonProperty("aws")
    AWS("aws"),
    /** Nothing. */
    @JsonProperty("none")
    NONE("none");

    private final String field;

    Way(String field) {
        this.field = field;
    }

    /** The field of {@code spec.auth}. */
    public String field() {
        return field;
    }

    /** Those that a connection names; the schema lets through exactly one. */
    public static Set<Way> of(ProviderConnection.Auth auth) {
        Set<Way> ways = EnumSet.noneOf(Way.class);
        add(ways, API_KEY, auth.apiKey() != null);
        add(ways, OAUTH, auth.oauth() != null);
        add(ways, SERVICE_ACCOUNT_KEY, auth.serviceAccountKey() != null);
        add(ways, AWS, auth.aws() != null);
        add(ways, NONE, auth.none() != null);
        return ways;
    }

    /** All fields, for people. */
    public static String fields() {
        return Stream.of(values()).map(Way::field).collect(Collectors.joining(", "));
    }

    private static void add(Set<Way> ways, Way way, boolean named) {
        if (named) {
            ways.add(way);
        }
    }
}
