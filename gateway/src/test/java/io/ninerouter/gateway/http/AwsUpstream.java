package io.ninerouter.gateway.http;

import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.SecretText;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.ConverseRules;
import io.ninerouter.gateway.fake.EventStreams;
import io.ninerouter.gateway.fake.FakeProvider.Asked;
import io.ninerouter.gateway.fake.KiroRules;
import io.ninerouter.gateway.fake.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A fake Kiro and a fake Bedrock: each refuses what the real one would, and says what it is told to. */
enum AwsUpstream {
    KIRO(Dialect.KIRO, "claude-sonnet-4.5") {
        @Override
        Configs join(Configs configs, String id, String url) {
            return configs.provider(id, url, AuthScheme.BEARER, Map.of(), BodyEdits.NONE, dialect)
                    .credential(
                            id,
                            new Credential(
                                    Credential.Kind.ACCESS_TOKEN,
                                    SecretText.of(SECRET),
                                    null,
                                    Map.of("profileArn", PROFILE)));
        }

        @Override
        List<String> broken(Asked asked) {
            List<String> broken = new ArrayList<>(KiroRules.broken(asked.body()));
            require(broken, asked.uri().equals("/generateAssistantResponse"), "path " + asked.uri());
            require(broken, asked.header("authorization").equals("Bearer " + SECRET), "authorization");
            require(broken, asked.text().contains("\"profileArn\":\"" + PROFILE + "\""), "profileArn");
            require(
                    broken,
                    asked.header("x-amz-target")
                            .equals("AmazonCodeWhispererStreamingService.GenerateAssistantResponse"),
                    "x-amz-target");
            return broken;
        }

        @Override
        Reply answer(boolean stream) {
            return stream().send(EventStreams.all(beginning(), text("lo"), end()));
        }

        @Override
        Reply calls(boolean stream) {
            return stream()
                    .send(EventStreams.all(
                            text("Let me look."),
                            EventStreams.event("toolUseEvent", "{\"name\":\"get_weather\",\"toolUseId\":\"t1\"}"),
                            EventStreams.event(
                                    "toolUseEvent",
                                    "{\"name\":\"get_weather\",\"toolUseId\":\"t1\",\"input\":\"{\\\"city\\\":\"}"),
                            EventStreams.event(
                                    "toolUseEvent",
                                    "{\"name\":\"get_weather\",\"toolUseId\":\"t2\",\"input\":{\"city\":\"Rome\"}}"),
                            EventStreams.event(
                                    "toolUseEvent",
                                    "{\"name\":\"get_weather\",\"toolUseId\":\"t1\",\"input\":\"\\\"Paris\\\"}\"}"),
                            EventStreams.event("toolUseEvent", "{\"toolUseId\":\"t1\",\"stop\":true}"),
                            EventStreams.event("toolUseEvent", "{\"toolUseId\":\"t2\",\"stop\":true}"),
                            end()));
        }

        @Override
        byte[] beginning() {
            return EventStreams.all(EventStreams.event("initial-response", "{\"conversationId\":\"\"}"), text("Hel"));
        }

        private byte[] text(String text) {
            return EventStreams.event(
                    "assistantResponseEvent", "{\"content\":\"" + text + "\",\"modelId\":\"" + model + "\"}");
        }

        private byte[] end() {
            return EventStreams.all(
                    EventStreams.event(
                            "metadataEvent",
                            "{\"tokenUsage\":{\"uncachedInputTokens\":3,\"cacheReadInputTokens\":4,\"outputTokens\":2}}"),
                    EventStreams.event("meteringEvent", "{\"unit\":\"credit\",\"usage\":0.1}"));
        }

        @Override
        Reply tooLong() {
            return Reply.json(
                    400, "{\"message\":\"Input is too long.\",\"reason\":\"CONTENT_LENGTH_EXCEEDS_THRESHOLD\"}");
        }
    },

    BEDROCK(
            Dialect.BEDROCK_CONVERSE,
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-v1:0") {
        @Override
        Configs join(Configs configs, String id, String url) {
            AuthScheme signed = new AuthScheme(AuthScheme.Scheme.SIGV4, null);
            return configs.provider(id, url, signed, Map.of(), BodyEdits.NONE, dialect)
                    .credential(
                            id,
                            new Credential(
                                    Credential.Kind.API_KEY,
                                    SecretText.of(SECRET),
                                    null,
                                    Map.of("accessKeyId", "AKIDEXAMPLE", "region", "us-east-1")));
        }

        @Override
        List<String> broken(Asked asked) {
            List<String> broken = new ArrayList<>(ConverseRules.broken(asked.body()));
            String path = "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2F"
                    + "us.anthropic.claude-sonnet-4-5-v1%3A0/converse";
            require(broken, asked.uri().equals(path) || asked.uri().equals(path + "-stream"), "path " + asked.uri());
            require(broken, new SignatureCheck(asked, SECRET).holds(), "signature");
            return broken;
        }

        @Override
        Reply answer(boolean stream) {
            return stream
                    ? stream().send(EventStreams.all(beginning(), text("lo"), end("end_turn")))
                    : whole("[{\"text\":\"Hello\"}]", "end_turn");
        }

        @Override
        Reply calls(boolean stream) {
            if (!stream) {
                return whole(
                        "[{\"text\":\"Let me look.\"},{\"toolUse\":{\"toolUseId\":\"t1\",\"name\":\"get_weather\","
                                + "\"input\":{\"city\":\"Paris\"}}},{\"toolUse\":{\"toolUseId\":\"t2\",\"name\":\"get_weather\","
                                + "\"input\":{\"city\":\"Rome\"},\"type\":\"tool_use\"}}]",
                        "tool_use");
            }
            return stream()
                    .send(EventStreams.all(
                            EventStreams.event("messageStart", "{\"role\":\"assistant\"}"),
                            text("Let me look."),
                            EventStreams.event("contentBlockStop", "{\"contentBlockIndex\":0}"),
                            call(1, "t1", "Paris"),
                            call(2, "t2", "Rome"),
                            end("tool_use")));
        }

        @Override
        byte[] beginning() {
            return EventStreams.all(
                    EventStreams.event("messageStart", "{\"role\":\"assistant\",\"p\":\"abc\"}"), text("Hel"));
        }

        private byte[] text(String text) {
            return EventStreams.event(
                    "contentBlockDelta",
                    "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + text + "\"},\"p\":\"abcdef\"}");
        }

        private byte[] call(int index, String id, String city) {
            String at = "{\"contentBlockIndex\":" + index;
            return EventStreams.all(
                    EventStreams.event(
                            "contentBlockStart",
                            at + ",\"start\":{\"toolUse\":{\"toolUseId\":\"" + id + "\",\"name\":\"get_weather\"}}}"),
                    EventStreams.event(
                            "contentBlockDelta", at + ",\"delta\":{\"toolUse\":{\"input\":\"{\\\"city\\\":\"}}}"),
                    EventStreams.event(
                            "contentBlockDelta",
                            at + ",\"delta\":{\"toolUse\":{\"input\":\"\\\"" + city + "\\\"}\"}}}"),
                    EventStreams.event("contentBlockStop", at + "}"));
        }

        private byte[] end(String reason) {
            return EventStreams.all(
                    EventStreams.event("messageStop", "{\"stopReason\":\"" + reason + "\"}"),
                    EventStreams.event("metadata", "{\"usage\":" + USAGE + ",\"metrics\":{\"latencyMs\":1}}"));
        }

        private Reply whole(String content, String reason) {
            return Reply.json(
                    200,
                    "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":" + content + "}},\"stopReason\":\""
                            + reason + "\",\"usage\":" + USAGE + ",\"metrics\":{\"latencyMs\":1}}");
        }

        @Override
        Reply tooLong() {
            return Reply.json(400, "{\"message\":\"Input is too long for requested model.\"}")
                    .header(
                            "x-amzn-errortype",
                            "ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/");
        }
    };

    static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    static final String PROFILE = "arn:aws:codewhisperer:us-east-1:123456789012:profile/X";
    static final String USAGE = "{\"inputTokens\":3,\"cacheReadInputTokens\":4,\"outputTokens\":2,\"totalTokens\":9}";

    final Dialect dialect;
    final String model;

    AwsUpstream(Dialect dialect, String model) {
        this.dialect = dialect;
        this.model = model;
    }

    /** Adds it as a provider, with all that its account has. */
    abstract Configs join(Configs configs, String id, String url);

    /** The rules that a request breaks. */
    abstract List<String> broken(Asked asked);

    /** "Hello", 3 tokens in, 4 read from a cache, 2 out. */
    abstract Reply answer(boolean stream);

    /** Words and two calls of get_weather, for Paris and Rome. */
    abstract Reply calls(boolean stream);

    /** A stream up to "Hel". */
    abstract byte[] beginning();

    /** The refusal of a conversation that is too long. */
    abstract Reply tooLong();

    /** Answers so, but to what breaks its rules as the real one does. */
    Function<Asked, Reply> strict(Reply reply) {
        return asked -> broken(asked).isEmpty()
                ? reply
                : Reply.json(
                        400, "{\"message\":\"Improperly formed request: " + String.join("; ", broken(asked)) + "\"}");
    }

    static Reply stream() {
        return Reply.of(200).header("content-type", "application/vnd.amazon.eventstream");
    }

    static void require(List<String> broken, boolean holds, String rule) {
        if (!holds) {
            broken.add(rule);
        }
    }
}
