package io.ninerouter.quickstart.api.cel;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * A resource quantity: {@code 500m}, {@code 1.5Gi}, {@code 2e3}.
 *
 * @param amount without its suffix and without trailing zeros, so that equal amounts are equal
 */
record QuantityValue(BigDecimal amount) implements Comparable<QuantityValue> {

    private static final Pattern FORM =
            Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?\\d{1,3})?");

    QuantityValue {
        amount = amount.stripTrailingZeros();
    }

    static QuantityValue parse(String text) {
        if (!isQuantity(text)) {
            throw new IllegalArgumentException(
                    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }
        return new QuantityValue(Quantity.getAmountInBytes(Quantity.parse(text)));
    }

    static QuantityValue of(long amount) {
        return new QuantityValue(BigDecimal.valueOf(amount));
    }

    static boolean isQuantity(String text) {
        return FORM.matcher(text).matches();
    }

    boolean isInteger() {
        return amount.scale() <= 0 && amount.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    }

    long asInteger() {
        return amount.longValueExact();
    }

    double asFloat() {
        return amount.doubleValue();
    }

    long sign() {
        return amount.signum();
    }

    QuantityValue plus(QuantityValue other) {
        return new QuantityValue(amount.add(other.amount));
    }

    QuantityValue minus(QuantityValue other) {
        return new QuantityValue(amount.subtract(other.amount));
    }

    @Override
    public int compareTo(QuantityValue other) {
        return amount.compareTo(other.amount);
    }
}
