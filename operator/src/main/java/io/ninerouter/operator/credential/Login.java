package io.ninerouter.operator.credential;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A login that is under way, as it is kept between two steps. Its values are secret, but for what the person is shown.
 *
 * @param id tells it from other logins
 * @param stage how far it is
 * @param at when it came to that stage
 * @param round how many codes were shown in a row that nobody entered
 * @param request the value of {@link Keys#REQUEST} that it was begun for; empty = none
 * @param values what belongs to the stage
 */
public record Login(String id, Stage stage, Instant at, int round, String request, Map<String, String> values) {
    static final String VERIFIER = "verifier";
    static final String STATE = "state";
    static final String URL = "url";
    static final String CODE = "code";
    static final String DEVICE_CODE = "deviceCode";
    static final String USER_CODE = "userCode";
    static final String VISIT = "visit";
    static final String UNTIL = "until";
    static final String INTERVAL = "interval";
    static final String NOTE = "note";
    static final String REASON = "reason";

    public Login {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        for (String name : stage.needs()) {
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException(
                        "login at " + stage + ": no " + name + " (expected: " + String.join(", ", stage.needs()) + ")");
            }
        }
    }

    /** How far a login is. */
    public enum Stage {
        /** Nothing was asked yet: verifier and state are made. Never kept. */
        NEW,
        /** The person has to visit an address and paste the one that the browser ended on. */
        VISITING,
        /** The pasted code is being exchanged. */
        EXCHANGING,
        /** The person has to enter a code; the vendor is asked whether that is done. */
        ENTERING,
        /** It came to nothing. */
        FAILED;

        /** What has to be known. */
        List<String> needs() {
            return switch (this) {
                case NEW -> List.of(VERIFIER, STATE);
                case VISITING -> List.of(VERIFIER, STATE, URL);
                case EXCHANGING -> List.of(VERIFIER, STATE, URL, CODE);
                case ENTERING -> List.of(VERIFIER, DEVICE_CODE, USER_CODE, Login.VISIT, UNTIL);
                case FAILED -> List.of(REASON, NOTE);
            };
        }
    }

    /** A value of the stage; empty = none. */
    String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** When the code that the person was shown ends; null = it does not. */
    public @Nullable Instant until() {
        String text = values.get(UNTIL);
        return text == null ? null : Instant.parse(text);
    }

    /** Seconds between two questions. */
    long interval() {
        try {
            return Math.clamp(Long.parseLong(values.getOrDefault(INTERVAL, "5")), 1, 300);
        } catch (NumberFormatException e) {
            return 5;
        }
    }

    /** At another stage, with more values. */
    Login at(Stage next, Instant now, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(values);
        all.putAll(more);
        return new Login(id, next, now, round, request, all);
    }

    /** It came to nothing. */
    Login failed(String reason, String note, Instant now) {
        return new Login(id, Stage.FAILED, now, round, request, Map.of(REASON, reason, NOTE, note));
    }

    /** As it is kept. */
    String write() {
        Map<String, String> all = new TreeMap<>(values);
        all.put("#id", id);
        all.put("#stage", stage.name());
        all.put("#at", at.toString());
        all.put("#round", Integer.toString(round));
        all.put("#request", request);
        return Json.write(all);
    }

    /** What {@link #write} wrote; null when it is something else, which counts as no login. */
    static @Nullable Login read(String text) {
        Map<String, String> all = Json.flat(text);
        try {
            String id = all.remove("#id");
            Stage stage = Stage.valueOf(String.valueOf(all.remove("#stage")));
            Instant at = Instant.parse(String.valueOf(all.remove("#at")));
            int round = Integer.parseInt(all.getOrDefault("#round", "0"));
            String request = all.getOrDefault("#request", "");
            all.remove("#round");
            all.remove("#request");
            Login login = new Login(id == null ? "" : id, stage, at, round, request, all);
            return login.until() == null && stage == Stage.ENTERING ? null : login;
        } catch (IllegalArgumentException | DateTimeException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "Login[stage=" + stage + ", at=" + at + ", round=" + round + "]";
    }
}
