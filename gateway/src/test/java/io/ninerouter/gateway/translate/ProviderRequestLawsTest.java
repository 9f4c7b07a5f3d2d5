package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.fake.ConverseRules;
import io.ninerouter.gateway.fake.KiroRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Laws on requests to dialects that providers alone speak, of which nobody decodes what was encoded: whatever conversation
 * comes, in order or not, the provider's own rules hold, no word is lost, and nothing depends on chance.
 */
class ProviderRequestLawsTest {
    private static final int CASES = 1_500;
    private static final Pattern WORD = Pattern.compile("\\bw\\d+\\b");

    record Upstream(Dialect dialect, String model, Function<byte[], List<String>> broken) {
        @Override
        public String toString() {
            return dialect + " " + model;
        }
    }

    static Stream<Upstream> upstreams() {
        return Stream.of(
                new Upstream(Dialect.KIRO, "claude-sonnet-4.5", KiroRules::broken),
                new Upstream(Dialect.BEDROCK_CONVERSE, "us.anthropic.claude-opus-4-8-v1:0", ConverseRules::broken),
                new Upstream(
                        Dialect.BEDROCK_CONVERSE, "anthropic.claude-3-5-sonnet-20240620-v1:0", ConverseRules::broken),
                new Upstream(Dialect.BEDROCK_CONVERSE, "amazon.nova-2-lite-v1:0", ConverseRules::broken),
                new Upstream(Dialect.BEDROCK_CONVERSE, "meta.llama3-3-70b-instruct-v1:0", ConverseRules::broken));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("upstreams")
    void requestsKeepTheProvidersRules(Upstream upstream) {
        forEach(seed -> {
            byte[] body = encoded(upstream, conversation(seed));
            assertThat(upstream.broken.apply(body)).as("seed %s", seed).isEmpty();
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("upstreams")
    void noWordIsLost(Upstream upstream) {
        forEach(seed -> {
            ChatRequest said = conversation(seed);
            Set<String> heard = new HashSet<>();
            words(Fixture.JSON.readTree(encoded(upstream, said)), heard);
            assertThat(heard).as("seed %s", seed).containsAll(words(said.messages()));
        });
    }

    /** Prompt caches live on it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("upstreams")
    void theSameRequestIsTheSameBytes(Upstream upstream) {
        forEach(seed ->
                assertThat(encoded(upstream, conversation(seed))).isEqualTo(encoded(upstream, conversation(seed))));
    }

    private static void forEach(LongConsumer law) {
        for (long seed = 0; seed < CASES; seed++) {
            law.accept(seed);
        }
    }

    private static byte[] encoded(Upstream upstream, ChatRequest request) {
        Exchange exchange = new Exchange(
                Dialect.ANTHROPIC,
                request,
                new TargetModel(upstream.dialect, upstream.model, null),
                new Ids(new Random(), 9));
        return Codecs.TRANSLATION.encode(exchange, 0);
    }

    /** A conversation at random; two of three are then disturbed as interrupted and careless clients do it. */
    private static ChatRequest conversation(long seed) {
        ChatRequest request = new Conversations(seed).request();
        Random random = new Random(seed);
        List<Message> messages = new ArrayList<>(request.messages());
        for (int i = (int) (seed % 3) * random.nextInt(4); i > 0 && !messages.isEmpty(); i--) {
            int at = random.nextInt(messages.size());
            switch (random.nextInt(7)) {
                case 0 -> messages.remove(at);
                case 1 -> messages.add(random.nextInt(messages.size() + 1), messages.get(at));
                case 2 -> Collections.swap(messages, at, random.nextInt(messages.size()));
                case 3 -> messages.subList(at, messages.size()).clear();
                case 4 -> messages.add(at, Message.of(Role.ASSISTANT, List.of()));
                case 5 -> messages.add(at, Message.of(Role.USER, List.of(new Part.Text(" \n"))));
                default ->
                    messages.add(
                            at,
                            Message.of(
                                    Role.TOOL,
                                    List.of(new Part.ToolResult("lost", List.of(), true, null, Extras.NONE))));
            }
        }
        ChatRequest disturbed = request.with(messages);
        return random.nextInt(10) == 0 ? disturbed.with(Tooling.NONE) : disturbed;
    }

    private static Set<String> words(List<Message> messages) {
        Set<String> words = new HashSet<>();
        for (Message message : messages) {
            for (Part.Text text : Seen.parts(message.parts(), Part.Text.class)) {
                WORD.matcher(text.text()).results().map(MatchResult::group).forEach(words::add);
            }
        }
        return words;
    }

    private static void words(JsonNode node, Set<String> words) {
        if (node.isString()) {
            WORD.matcher(node.asString()).results().map(MatchResult::group).forEach(words::add);
        }
        node.forEach(child -> words(child, words));
    }
}
