package io.ninerouter.gateway.http;

import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.SecretText;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Cursor;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.Reply;
import java.util.Map;

/** A provider of each dialect that there is: how it is configured, a model of it, and a good answer. */
final class Spoken {
    private Spoken() {}

    /** Adds it as a provider of one account. */
    static Configs join(Configs configs, Dialect dialect, String id, String url) {
        return switch (dialect) {
            case KIRO -> AwsUpstream.KIRO.join(configs, id, url);
            case BEDROCK_CONVERSE -> AwsUpstream.BEDROCK.join(configs, id, url);
            case CURSOR ->
                configs.provider(id, url, AuthScheme.BEARER, Map.of(), BodyEdits.NONE, dialect)
                        .credential(
                                id,
                                new Credential(
                                        Credential.Kind.ACCESS_TOKEN,
                                        SecretText.of("user_1::canary-cursor-token"),
                                        null,
                                        Map.of("machineId", "MACHINE")));
            case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC, GEMINI, CODE_ASSIST, OLLAMA ->
                configs.provider(id, Dialogs.base(dialect, url), dialect);
        };
    }

    /** A model that it has. */
    static String model(Dialect dialect) {
        return switch (dialect) {
            case KIRO -> AwsUpstream.KIRO.model;
            case BEDROCK_CONVERSE -> AwsUpstream.BEDROCK.model;
            case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC, GEMINI, CODE_ASSIST, OLLAMA, CURSOR -> "m";
        };
    }

    /** "Hello". */
    static Reply answer(Dialect dialect, boolean stream) {
        return switch (dialect) {
            case KIRO -> AwsUpstream.KIRO.answer(stream);
            case BEDROCK_CONVERSE -> AwsUpstream.BEDROCK.answer(stream);
            case CURSOR -> Cursor.reply(Cursor.text("Hello"), Cursor.END);
            case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC, GEMINI, CODE_ASSIST, OLLAMA ->
                Dialogs.reply(dialect, stream);
        };
    }
}
