package io.ninerouter.operator.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.config.SecretText;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cloud Code Assist: an account works in a project of Google's choice. It is asked for; an account that has none yet is
 * given one, which takes Google some seconds. The setting {@code project} stands in its place.
 */
final class GoogleProject extends Standard {
    private static final String LOAD = "project";
    private static final String ONBOARD = "onboarding";
    private static final String PROJECT = "project";

    @Override
    public @Nullable FollowUp followUp(Account account, TokenSet tokens, Set<String> done) {
        SecretText access = tokens.access();
        if (access == null) {
            return null;
        }
        if (missing(account, tokens) != null && !done.contains(ONBOARD)) {
            // Who knows the tier has asked already, perhaps before a restart.
            return done.contains(LOAD) || tokens.fact("tier") != null
                    ? ask(account, access, ONBOARD, ":onboardUser", tier(tokens))
                    : ask(account, access, LOAD, ":loadCodeAssist", null);
        }
        return super.followUp(account, tokens, done);
    }

    private static String tier(TokenSet tokens) {
        String tier = tokens.fact("tier");
        return tier == null ? "legacy-tier" : tier;
    }

    private static FollowUp ask(Account account, SecretText access, String name, String action, @Nullable String tier) {
        ObjectNode body = Json.object();
        body.putObject("metadata")
                .put("ideType", "IDE_UNSPECIFIED")
                .put("platform", "PLATFORM_UNSPECIFIED")
                .put("pluginType", "GEMINI");
        if (tier != null) {
            body.put("tierId", tier);
        }
        Ask ask = Ask.json(account.url("codeAssist") + action, body)
                .with(headers(account))
                .with("authorization", "Bearer " + access.reveal());
        return new FollowUp(name, true, ask);
    }

    @Override
    public Got followed(Account account, TokenSet tokens, String name, Answer answer) {
        if (!name.equals(LOAD) && !name.equals(ONBOARD)) {
            return super.followed(account, tokens, name, answer);
        }
        if (!(answer instanceof Answer.Came came) || !came.good()) {
            return Got.nothing(answer);
        }
        if (name.equals(LOAD)) {
            return new Got.Tokens(tokens.fact(PROJECT, project(came.body())).fact("tier", tier(came.body())));
        }
        if (!came.body().path("done").asBoolean()) {
            return new Got.Nothing(new Failure(Failure.Kind.PENDING, "Google is making a project", null));
        }
        String project = project(came.body().path("response"));
        return project == null
                ? new Got.Nothing(new Failure(Failure.Kind.LATER, "Google names no project for the account", null))
                : new Got.Tokens(tokens.fact(PROJECT, project));
    }

    private static @Nullable String project(JsonNode answer) {
        String plain = Json.text(answer, "/cloudaicompanionProject");
        return plain == null ? Json.text(answer, "/cloudaicompanionProject/id") : plain;
    }

    private static @Nullable String tier(JsonNode answer) {
        for (JsonNode tier : answer.path("allowedTiers")) {
            if (tier.path("isDefault").asBoolean()) {
                return Json.text(tier, "/id");
            }
        }
        return null;
    }

    @Override
    public @Nullable String missing(Account account, TokenSet tokens) {
        return tokens.fact(PROJECT) == null && !account.settings().containsKey(PROJECT)
                ? "the account's project: Google has not named it yet"
                : null;
    }
}
