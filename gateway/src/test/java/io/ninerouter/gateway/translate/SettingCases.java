package io.ninerouter.gateway.translate;

import static io.ninerouter.gateway.translate.Said.assistant;
import static io.ninerouter.gateway.translate.Said.request;
import static io.ninerouter.gateway.translate.Said.text;
import static io.ninerouter.gateway.translate.Said.tooled;
import static io.ninerouter.gateway.translate.Said.user;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.json.RawJson;
import java.util.List;
import java.util.function.Function;

/** Features of what is said about the answer: tools, reasoning, sampling, output, session. */
final class SettingCases {
    private static final RawJson RICH = RawJson.of("""
            {"type":"object","properties":{"pattern":{"type":"string","pattern":"^[a-z]+$"},
             "size":{"$ref":"#/$defs/size"},"kind":{"oneOf":[{"type":"string"},{"type":"integer"}]}},
             "required":["pattern"],"$defs":{"size":{"type":"integer","exclusiveMinimum":0}}}""");
    private static final ToolName CUSTOM = ToolName.custom("run_code");

    private SettingCases() {}

    static final List<FeatureCase<ChatRequest>> TOOLS = List.of(
            FeatureCase.request(
                    Feature.TOOLS,
                    "function, calls and results",
                    tooled(
                            user("Weather?"),
                            assistant(Said.call("c1", "get_weather"), Said.call("c2", "get_weather", "{}")),
                            Said.result("c1", text("rain")),
                            Said.result("c2", text("sun"))),
                    request -> List.of(
                            Seen.calls(Seen.all(request)),
                            Seen.said(io.ninerouter.gateway.chat.Part.Text.class, text -> text.text())
                                    .apply(request),
                            Seen.tools(SettingCases::declaration).apply(request))),
            tool(
                    Feature.TOOL_SCHEMA,
                    "schema with references, unions and patterns",
                    function(RICH, null),
                    tool -> Seen.tree(((Tool.Function) tool).schema())),
            tool(
                    Feature.TOOL_STRICT,
                    "arguments bound to the schema",
                    function(
                            RawJson.of(
                                    "{\"type\":\"object\",\"properties\":{},\"required\":[],\"additionalProperties\":false}"),
                            true),
                    tool -> ((Tool.Function) tool).strict()),
            tool(
                    Feature.TOOL_NAMES,
                    "name with a dot, a space and an accent",
                    new Tool.Function(
                            ToolName.function("mcp.weather é"), "Tells", Said.SCHEMA, null, Tool.Options.NONE),
                    tool -> ((Tool.Function) tool).name()),
            tool(
                    Feature.TOOL_NAMESPACES,
                    "tools in a group",
                    new Tool.Function(
                            new ToolName("look", "browser", false), "Looks", Said.SCHEMA, null, Tool.Options.NONE),
                    tool -> ((Tool.Function) tool).name()),
            tool(
                    Feature.TOOLS_INSERTED,
                    "tool declared within the conversation",
                    options(false, true),
                    tool -> ((Tool.Function) tool).options().inserted()),
            tool(
                    Feature.TOOLS_DEFERRED,
                    "tool to be searched for",
                    options(true, false),
                    tool -> ((Tool.Function) tool).options().deferred()),
            tool(
                    Feature.TOOLS_CUSTOM,
                    "free-text tool",
                    new Tool.Custom(CUSTOM, "Runs code", null, Tool.Options.NONE),
                    Tool::getClass),
            tool(
                    Feature.TOOL_GRAMMAR,
                    "free-text tool with a grammar",
                    new Tool.Custom(CUSTOM, "Runs code", new Tool.Grammar("lark", "start: \"x\""), Tool.Options.NONE),
                    tool -> ((Tool.Custom) tool).grammar()),
            new FeatureCase<>(
                    Feature.TOOLS_SERVER,
                    "web search of the client's dialect",
                    (client, _) -> request(user("News?")).with(new Tooling(List.of(search(client)), null, null)),
                    Seen.tools(tool -> Seen.tree(((Tool.Server) tool).json()))),
            choice(Feature.TOOL_CHOICE, "one tool forced", new ToolChoice.Forced(ToolName.function("get_weather"))),
            choice(Feature.TOOL_CHOICE, "some tool forced", new ToolChoice.Any()),
            choice(Feature.TOOL_CHOICE, "no tool", new ToolChoice.None()),
            choice(
                    Feature.TOOL_CHOICE_ALLOWED,
                    "some of the tools",
                    new ToolChoice.Allowed(
                            true, List.of(ToolName.function("get_weather"), ToolName.function("get_time")))),
            FeatureCase.request(
                    Feature.PARALLEL_TOOL_CALLS,
                    "one call at a time",
                    request(user("Weather?"))
                            .with(new Tooling(
                                    List.of(Said.function("get_weather")), new ToolChoice.Auto(), Boolean.FALSE)),
                    request -> Seen.orNothing(request.tooling().parallel())));

    static final List<FeatureCase<ChatRequest>> SETTINGS = List.of(
            reasoning(Feature.REASONING_EFFORT, "effort high", ReasoningWish.ofEffort("high"), ReasoningWish::effort),
            reasoning(
                    Feature.REASONING_BUDGET,
                    "budget of 8,192 tokens",
                    new ReasoningWish(ReasoningWish.Mode.BUDGET, null, 8_192L, null),
                    ReasoningWish::budget),
            new FeatureCase<>(
                    Feature.REASONING_DISPLAY,
                    "what to show of thoughts",
                    (client, _) -> with(new Settings(Sampling.NONE, OutputWish.NONE, shown(client), Delivery.UNARY)),
                    request -> {
                        // Dialects have several words for it.
                        String display = request.settings().reasoning().display();
                        return display == null || display.equals("omitted") ? "hidden" : "shown";
                    }),
            sampling(Feature.TEMPERATURE, "0.7", new Sampling(0.7, null, null, null, null, null)),
            sampling(Feature.TOP_P, "0.9", new Sampling(null, 0.9, null, null, null, null)),
            sampling(Feature.TOP_K, "40", new Sampling(null, null, 40L, null, null, null)),
            sampling(Feature.SEED, "7", new Sampling(null, null, null, 7L, null, null)),
            sampling(Feature.PENALTIES, "0.5", new Sampling(null, null, null, null, 0.5, 0.5)),
            output(Feature.MAX_TOKENS, "1,000", new OutputWish(1_000L, List.of(), null, null, null, null)),
            output(Feature.STOP_SEQUENCES, "two", new OutputWish(null, List.of("END", "STOP"), null, null, null, null)),
            output(Feature.CHOICES, "two answers", new OutputWish(null, List.of(), null, 2L, null, null)),
            output(Feature.LOGPROBS, "three a token", new OutputWish(null, List.of(), null, null, 3L, null)),
            output(Feature.VERBOSITY, "low", new OutputWish(null, List.of(), null, null, null, "low")),
            output(
                    Feature.JSON_OBJECT,
                    "some object",
                    new OutputWish(null, List.of(), new OutputFormat.JsonObject(), null, null, null)),
            FeatureCase.request(
                    Feature.JSON_SCHEMA,
                    "answer after a schema",
                    with(settings(new OutputWish(
                            null,
                            List.of(),
                            new OutputFormat.JsonSchema(null, null, strictSchema(), null),
                            null,
                            null,
                            null))),
                    request -> request.settings().output().format() instanceof OutputFormat.JsonSchema schema
                            ? Seen.tree(schema.schema())
                            : "nothing"),
            session(Feature.CACHE_KEY, "key of a cached prompt", new Session.Caching("k1", null, null)),
            session(Feature.CACHED_CONTENT, "cached content", new Session.Caching(null, null, "cachedContents/c1")),
            session(
                    Feature.USER,
                    "id of the end user",
                    new Session("u1", null, Session.Caching.NONE, null, null, null)),
            session(
                    Feature.METADATA,
                    "the caller's own books",
                    new Session(null, RawJson.of("{\"order\":\"7\"}"), Session.Caching.NONE, null, null, null)),
            session(Feature.STORE, "to be kept", new Session(null, null, Session.Caching.NONE, true, null, null)),
            session(
                    Feature.PREVIOUS_RESPONSE,
                    "answer to go on from",
                    new Session(null, null, Session.Caching.NONE, null, "resp_1", null)),
            new FeatureCase<>(
                    Feature.SERVICE_TIER,
                    "tier of service",
                    (client, _) ->
                            Said.withSession(new Session(null, null, Session.Caching.NONE, null, null, tier(client))),
                    request -> Seen.orNothing(request.session().serviceTier())));

    private static Object declaration(Tool tool) {
        Tool.Function function = (Tool.Function) tool;
        return List.of(function.name(), Seen.orNothing(function.description()), Seen.tree(function.schema()));
    }

    private static Tool function(RawJson schema, Boolean strict) {
        return new Tool.Function(ToolName.function("get_weather"), "Tells", schema, strict, Tool.Options.NONE);
    }

    private static Tool options(boolean deferred, boolean inserted) {
        Tool.Options options = new Tool.Options(deferred, null, inserted, null, io.ninerouter.gateway.chat.Extras.NONE);
        return new Tool.Function(ToolName.function("get_weather"), "Tells", Said.SCHEMA, null, options);
    }

    private static Tool search(Dialect client) {
        String json = switch (client) {
            case OPENAI_CHAT -> "{\"type\":\"builtin_function\",\"function\":{\"name\":\"$web_search\"}}";
            case OPENAI_RESPONSES -> "{\"type\":\"web_search\"}";
            case ANTHROPIC -> "{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}";
            case GEMINI -> "{\"googleSearch\":{}}";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw client.notClients();
        };
        String type = switch (client) {
            case OPENAI_CHAT -> "builtin_function";
            case OPENAI_RESPONSES -> "web_search";
            case ANTHROPIC -> "web_search_20250305";
            case GEMINI -> "googleSearch";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw client.notClients();
        };
        return new Tool.Server(client, type, RawJson.of(json), null);
    }

    private static String tier(Dialect client) {
        return client == Dialect.ANTHROPIC ? "standard_only" : "priority";
    }

    private static ReasoningWish shown(Dialect client) {
        return switch (client) {
            case ANTHROPIC -> new ReasoningWish(ReasoningWish.Mode.ADAPTIVE, null, null, "summarized");
            case GEMINI -> new ReasoningWish(null, null, null, "thoughts");
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw client.notClients();
            case OPENAI_CHAT, OPENAI_RESPONSES -> new ReasoningWish(null, "high", null, "concise");
        };
    }

    private static RawJson strictSchema() {
        return RawJson.of("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},"
                + "\"required\":[\"city\"],\"additionalProperties\":false}");
    }

    private static FeatureCase<ChatRequest> tool(Feature feature, String what, Tool tool, Function<Tool, Object> sees) {
        return FeatureCase.request(
                feature, what, request(user("Hello")).with(new Tooling(List.of(tool), null, null)), Seen.tools(each -> {
                    // Another kind of tool shows nothing of this one.
                    return each.getClass() == tool.getClass() ? sees.apply(each) : "another kind";
                }));
    }

    private static FeatureCase<ChatRequest> choice(Feature feature, String what, ToolChoice choice) {
        List<Tool> tools = List.of(Said.function("get_weather"), Said.function("get_time"), Said.function("get_up"));
        return FeatureCase.request(
                feature,
                what,
                request(user("Weather?")).with(new Tooling(tools, choice, null)),
                request -> Seen.orNothing(request.tooling().choice()));
    }

    private static FeatureCase<ChatRequest> reasoning(
            Feature feature, String what, ReasoningWish wish, Function<ReasoningWish, Object> sees) {
        return FeatureCase.request(
                feature,
                what,
                with(new Settings(Sampling.NONE, OutputWish.NONE, wish, Delivery.UNARY)),
                request -> Seen.orNothing(sees.apply(request.settings().reasoning())));
    }

    private static FeatureCase<ChatRequest> sampling(Feature feature, String what, Sampling sampling) {
        return FeatureCase.request(
                feature,
                what,
                with(new Settings(sampling, OutputWish.NONE, ReasoningWish.NONE, Delivery.UNARY)),
                request -> request.settings().sampling());
    }

    private static FeatureCase<ChatRequest> output(Feature feature, String what, OutputWish wish) {
        // Whoever requires a limit makes one: it is not what these are about.
        return FeatureCase.request(
                feature,
                what,
                with(settings(wish)),
                request -> feature == Feature.MAX_TOKENS
                        ? Seen.orNothing(request.settings().output().maxTokens())
                        : request.settings().output().withMaxTokens(null));
    }

    private static FeatureCase<ChatRequest> session(Feature feature, String what, Session.Caching caching) {
        return session(feature, what, new Session(null, null, caching, null, null, null));
    }

    private static FeatureCase<ChatRequest> session(Feature feature, String what, Session session) {
        return FeatureCase.request(
                feature,
                what,
                Said.withSession(session),
                request -> feature == Feature.STORE ? request.session() : unkept(request.session()));
    }

    /** A dialect may say of every request that it is not to be kept. */
    private static Session unkept(Session session) {
        return new Session(
                session.user(),
                session.metadata(),
                session.caching(),
                null,
                session.previousResponse(),
                session.serviceTier());
    }

    private static Settings settings(OutputWish wish) {
        return new Settings(Sampling.NONE, wish, ReasoningWish.NONE, Delivery.UNARY);
    }

    private static ChatRequest with(Settings settings) {
        return request(user("Hello")).with(settings);
    }
}
