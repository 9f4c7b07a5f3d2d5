package io.ninerouter.operator.compile;

import io.ninerouter.config.SecretText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The beginning of a key that people are shown: enough to tell keys apart, too little to guess one. Pure. */
final class KeyPrefix {
    /** All keys of a Router begin alike: four digits of the key's own 32 are shown too, 112 bits stay hidden. */
    private static final Pattern ISSUED = Pattern.compile("(sk-[0-9a-f]{16}-[0-9a-f]{4})[0-9a-f]{28}-[0-9a-f]{8}");

    private static final int CHARACTERS = 7;

    private KeyPrefix() {}

    /** Of a short key of unknown making nothing is shown. */
    static String of(SecretText key) {
        String text = key.reveal();
        Matcher issued = ISSUED.matcher(text);
        if (issued.matches()) {
            return issued.group(1) + "…";
        }
        return text.length() < 4 * CHARACTERS ? "…" : text.substring(0, CHARACTERS) + "…";
    }
}
