package io.ninerouter.api.v1alpha1;

/** The words that several schemas share: patterns and JSON paths. */
final class Schemas {
    /** The API group. */
    static final String GROUP = "ninerouter.io";

    /** The version. */
    static final String VERSION = "v1alpha1";

    /** The category: {@code kubectl get ninerouter} lists everything. */
    static final String CATEGORY = "ninerouter";

    /** What other operators of this field list their kinds under too. */
    static final String CATEGORY_OF_FIELD = "ai";

    /** A Go duration without a sign, such as {@code 5s} or {@code 1h30m}. */
    static final String DURATION = "^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$";

    /** A decimal without sign and exponent: up to 12 digits, up to 9 behind the point. */
    static final String DECIMAL = "^[0-9]{1,12}(\\.[0-9]{1,9})?$";

    /** A count of bytes, such as {@code 32Mi}. */
    static final String BYTES = "^[1-9][0-9]{0,14}(Ki|Mi|Gi)?$";

    /** The name of an object: a DNS subdomain. */
    static final String OBJECT_NAME = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";

    /** A key of a Secret. */
    static final String SECRET_KEY = "^[-._a-zA-Z0-9]+$";

    /** What stands before the slash of a model string. */
    static final String PREFIX = "^[A-Za-z0-9_.-]+$";

    /** The name of a combo. */
    static final String COMBO_NAME = "^[A-Za-z0-9_.:-]+$";

    /** A model string: no blanks, no control characters. */
    static final String MODEL = "^[^\\s\\p{Cc}]+$";

    /** An HTTP header name, RFC 9110 §5.6.2. */
    static final String HEADER = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$";

    /** Column: status of the Ready condition. */
    static final String READY = ".status.conditions[?(@.type=='Ready')].status";

    /** Column: reason of the Ready condition. */
    static final String REASON = ".status.conditions[?(@.type=='Ready')].reason";

    /** Column: message of the Ready condition. */
    static final String MESSAGE = ".status.conditions[?(@.type=='Ready')].message";

    /** Column: age. */
    static final String AGE = ".metadata.creationTimestamp";

    private Schemas() {}
}
