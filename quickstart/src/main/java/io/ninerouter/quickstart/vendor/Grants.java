package io.ninerouter.quickstart.vendor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Codes and tokens that were given, the last {@value #MOST} of each kind. What is refused has the code of RFC 6749 §5.2 or
 * RFC 8628 §3.5. Not thread-safe.
 */
final class Grants {
    static final int MOST = 1_000;
    static final Duration CODE_LIFE = Duration.ofMinutes(10);

    /** Short, so that renewals can be watched. */
    static final Duration ACCESS_LIFE = Duration.ofMinutes(3);

    /** A login that somebody else has: for imports. Good for one use, as all are. */
    static final String ELSEWHERE = "scripted-refresh-token";

    private final Supplier<String> names;
    private final Map<String, Code> devices = bounded();
    private final Map<String, Code> codes = bounded();
    private final Map<String, Boolean> refresh = bounded();
    private final Map<String, Instant> access = bounded();

    /** @param names words that nobody guesses, another each time: at least 8 characters, fit for a URL */
    Grants(Supplier<String> names) {
        this.names = names;
        refresh.put(ELSEWHERE, true);
    }

    /** What came of a question for tokens. */
    sealed interface Outcome {
        /** Tokens. */
        record Given(String access, String refresh) implements Outcome {}

        /** None, and why. */
        record Refused(String code) implements Outcome {}
    }

    /** Whether a person agrees. */
    enum Consent {
        AWAITED,
        GIVEN,
        DENIED
    }

    /** @param bound what the exchange has to show besides: the redirect address, or the code that a person enters */
    private record Code(String bound, @Nullable String challenge, Instant end, Consent consent) {}

    /** @param device what the program polls with */
    record Entering(String device, String user) {}

    Entering device(@Nullable String challenge, Instant now) {
        String name = names.get();
        String user = (name.substring(0, 4) + "-" + name.substring(4, 8)).toUpperCase(java.util.Locale.ROOT);
        devices.put(name, new Code(user, challenge, now.plus(CODE_LIFE), Consent.AWAITED));
        return new Entering(name, user);
    }

    /** Whether somebody waits for a person to enter this. */
    boolean awaits(String user, Instant now) {
        return devices.values().stream().anyMatch(one -> isAwaited(one, user, now));
    }

    /** A person has entered a code; false = nobody waits for it. */
    boolean decide(String user, Consent consent, Instant now) {
        boolean awaited = awaits(user, now);
        devices.replaceAll((_, one) ->
                isAwaited(one, user, now) ? new Code(one.bound(), one.challenge(), one.end(), consent) : one);
        return awaited;
    }

    private static boolean isAwaited(Code one, String user, Instant now) {
        return one.bound().equals(user) && one.consent() == Consent.AWAITED && now.isBefore(one.end());
    }

    /** A code for the browser to carry, good for one use. */
    String code(String redirect, @Nullable String challenge, Instant now) {
        String name = names.get();
        codes.put(name, new Code(redirect, challenge, now.plus(CODE_LIFE), Consent.GIVEN));
        return name;
    }

    Outcome polled(String device, @Nullable String verifier, Instant now) {
        Code one = devices.get(device);
        if (one == null || !proves(verifier, one)) {
            return new Outcome.Refused("invalid_grant");
        }
        if (!now.isBefore(one.end())) {
            return new Outcome.Refused("expired_token");
        }
        return switch (one.consent()) {
            case AWAITED -> new Outcome.Refused("authorization_pending");
            case DENIED -> new Outcome.Refused("access_denied");
            case GIVEN -> {
                devices.remove(device);
                yield give(now);
            }
        };
    }

    Outcome exchanged(String code, String redirect, @Nullable String verifier, Instant now) {
        Code one = codes.remove(code);
        boolean good = one != null && one.bound().equals(redirect) && now.isBefore(one.end()) && proves(verifier, one);
        return good ? give(now) : new Outcome.Refused("invalid_grant");
    }

    Outcome refreshed(String token, Instant now) {
        Boolean live = refresh.replace(token, false);
        if (live == null) {
            return new Outcome.Refused("invalid_grant");
        }
        return live ? give(now) : new Outcome.Refused("refresh_token_reused");
    }

    private Outcome give(Instant now) {
        Outcome.Given given = new Outcome.Given("scripted-access-" + names.get(), "scripted-refresh-" + names.get());
        access.put(given.access(), now.plus(ACCESS_LIFE));
        refresh.put(given.refresh(), true);
        return given;
    }

    boolean takes(String token, Instant now) {
        Instant end = access.get(token);
        return end != null && now.isBefore(end);
    }

    /** Takes all access tokens back before their end. */
    void revoke() {
        access.clear();
    }

    /** RFC 7636 §4.6. */
    private static boolean proves(@Nullable String verifier, Code code) {
        if (code.challenge() == null) {
            return true;
        }
        return verifier != null && code.challenge().equals(challenge(verifier));
    }

    static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MOST;
            }
        };
    }
}
