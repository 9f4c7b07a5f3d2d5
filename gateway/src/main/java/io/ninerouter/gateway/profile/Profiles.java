package io.ninerouter.gateway.profile;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.Profile;
import io.ninerouter.gateway.chat.HiddenSeals;
import io.ninerouter.gateway.frame.EditPlan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each profile does to a request. Stateless. */
public final class Profiles {
    private Profiles() {}

    /**
     * Whether there is anything to look for in a request.
     *
     * @param hidden sealed reasoning of its history that the target is not shown
     */
    public static boolean concerns(@Nullable Profile profile, Dialect dialect, HiddenSeals hidden) {
        if (profile == null) {
            return !hidden.isNone() && dialect == Dialect.OPENAI_RESPONSES;
        }
        return switch (profile) {
            case CODEX -> dialect == Dialect.OPENAI_RESPONSES;
            case COPILOT, IFLOW -> true;
            case MISTRAL -> dialect == Dialect.OPENAI_CHAT;
            case ANTIGRAVITY, VERTEX -> false;
        };
    }

    /**
     * What comes between a provider's address and the path of a dialect, where that is not below the address of the others.
     * Copilot has it so: {@code /chat/completions} and {@code /responses}, but {@code /v1/messages}.
     */
    public static String root(@Nullable Profile profile, Dialect dialect) {
        return profile == Profile.COPILOT && dialect == Dialect.ANTHROPIC ? "/v1" : "";
    }

    /** What is done to a request. */
    public static Touches of(@Nullable Profile profile, Occasion occasion) {
        if (!concerns(profile, occasion.dialect(), occasion.hidden())) {
            return Touches.NONE;
        }
        return profile == null
                ? unsealed(occasion)
                : switch (profile) {
                    case CODEX -> Codex.touches(occasion);
                    case COPILOT -> Copilot.touches(occasion);
                    case IFLOW -> signed(occasion);
                    case MISTRAL -> Mistral.touches(occasion);
                    // Forms of envelopes: their codecs make them.
                    case ANTIGRAVITY, VERTEX -> Touches.NONE;
                };
    }

    /** The texts of all sealed reasoning in a body of Responses. */
    public static List<String> seals(Occasion.Body body) {
        return InputItems.seals(body);
    }

    /** What is signed later has to name a session. */
    private static Touches signed(Occasion occasion) {
        String session = "session-" + occasion.conversation().get();
        return new Touches(EditPlan.NONE, Map.of(), Map.of("session-id", session));
    }

    private static Touches unsealed(Occasion occasion) {
        EditPlan plan = new EditPlan.Builder()
                .write("input", InputItems.fitted(occasion.body(), false, occasion.hidden()))
                .plan();
        return new Touches(plan, Map.of(), Map.of());
    }
}
