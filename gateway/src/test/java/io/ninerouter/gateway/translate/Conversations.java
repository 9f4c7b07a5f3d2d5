package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.chat.CacheHint;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Requests and answers at random: the same for the same seed. Each text begins with a word of its own: w0, w1, … */
final class Conversations {
    private static final List<String> TAILS = List.of(
            "",
            "plain words",
            "\"quoted\" \\ \\u0041",
            "line\nbreak\r\n",
            "\u2028",
            "👩‍👩‍👧 é",
            "data: x\n\nevent: y",
            "{}",
            "[1,",
            " ends in blanks  ");
    private static final List<String> NAMES =
            List.of("get_weather", "look.up", "mcp__files__read", "größe", "a".repeat(90), "find-it");
    private static final List<RawJson> SCHEMAS = List.of(
            Said.SCHEMA,
            RawJson.of("{\"type\":\"object\",\"properties\":{}}"),
            RawJson.of("{\"type\":\"object\",\"properties\":{\"pattern\":{\"type\":\"string\",\"enum\":[\"a\",\"b\"]},"
                    + "\"deep\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{}}}}}"));
    private static final List<String> ARGUMENTS = List.of(
            "{}",
            "{\"city\":\"Paris\"}",
            "{ \"a\": [1, 2.50, {\"b\": null}],\n \"s\": \"\\u00e9\\n\\\"\" }",
            "{\"n\":1e3}");

    private final Random random;
    private int words;

    Conversations(long seed) {
        random = new Random(seed);
    }

    ChatRequest request() {
        List<Tool> tools = tools();
        List<Message> messages = messages(tools);
        return new ChatRequest(
                "m",
                messages,
                new Tooling(
                        tools,
                        tools.isEmpty() ? null : choice(tools),
                        tools.isEmpty() || often() ? null : (Boolean) random.nextBoolean()),
                settings(),
                session(),
                Extras.NONE);
    }

    Completion completion() {
        List<Completion.Choice> choices = new ArrayList<>();
        int count = random.nextInt(8) == 0 ? 2 : 1;
        for (int i = 0; i < count; i++) {
            choices.add(choice(i));
        }
        long output = random.nextInt(500);
        Usage usage =
                new Usage(random.nextInt(1_000), random.nextInt(100), 0, output, random.nextInt((int) output + 1));
        return new Completion("id-" + random.nextInt(99), "model-1", 1_700_000_000, choices, usage, null);
    }

    private Completion.Choice choice(int index) {
        List<Part> parts = new ArrayList<>();
        boolean calls = false;
        for (int i = random.nextInt(6); i > 0; i--) {
            Part part = answered(index, parts.size());
            // Neighbouring texts are one text in dialects without parts.
            boolean again = !parts.isEmpty() && parts.getLast().getClass() == part.getClass();
            calls |= part instanceof Part.ToolCall;
            if (!again || part instanceof Part.ToolCall) {
                parts.add(part);
            }
        }
        if (!calls && random.nextInt(8) == 0) {
            parts.add(new Part.Refusal(text()));
        }
        StopReason.Kind kind = calls
                ? StopReason.Kind.TOOL_USE
                : pick(List.of(
                        StopReason.Kind.STOP,
                        StopReason.Kind.STOP,
                        StopReason.Kind.LENGTH,
                        StopReason.Kind.CONTENT_FILTER));
        return new Completion.Choice(index, parts, StopReason.of(kind, ""), List.of());
    }

    private Part answered(int choice, int index) {
        return switch (random.nextInt(7)) {
            case 0, 1, 2, 3 -> new Part.Text(text());
            case 4 -> Part.Reasoning.of(text(), null);
            default ->
                new Part.ToolCall(
                        "call_" + choice + "_" + index, ToolName.function(pick(NAMES.subList(0, 3))), input());
        };
    }

    private List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        List<String> names = new ArrayList<>(NAMES);
        Collections.shuffle(names, random);
        for (int i = random.nextInt(5) - 1; i >= 0; i--) {
            boolean custom = random.nextInt(6) == 0;
            ToolName name = new ToolName(names.get(i), null, custom);
            Tool.Options options = new Tool.Options(false, null, false, cache(), Extras.NONE);
            String description = often() ? text() : null;
            tools.add(
                    custom
                            ? new Tool.Custom(name, description, null, options)
                            : new Tool.Function(name, description, pick(SCHEMAS), null, options));
        }
        return tools;
    }

    private ToolChoice choice(List<Tool> tools) {
        ToolName name = pick(tools) instanceof Tool.Function function ? function.name() : null;
        return switch (random.nextInt(6)) {
            case 0 -> new ToolChoice.Auto();
            case 1 -> new ToolChoice.None();
            case 2 -> new ToolChoice.Any();
            case 3 -> name == null ? null : new ToolChoice.Forced(name);
            default -> null;
        };
    }

    private List<Message> messages(List<Tool> tools) {
        List<Message> messages = new ArrayList<>();
        if (often()) {
            messages.add(Message.of(random.nextInt(4) == 0 ? Role.DEVELOPER : Role.SYSTEM, List.of(said())));
        }
        int turns = 1 + random.nextInt(4);
        for (int turn = 0; turn < turns; turn++) {
            messages.add(user());
            assistant(tools, messages, turn);
            if (random.nextInt(12) == 0) {
                messages.add(Message.of(Role.SYSTEM, List.of(said())));
            }
        }
        messages.add(user());
        return messages;
    }

    private Message user() {
        List<Part> parts = new ArrayList<>();
        parts.add(said());
        switch (random.nextInt(8)) {
            case 0 -> parts.add(attachment(Media.Kind.IMAGE, new Media.Inline("image/png", Utf8.of("aGVsbG8h"))));
            case 1 -> parts.add(attachment(Media.Kind.IMAGE, new Media.Url("https://example.com/a.png", null)));
            case 2 ->
                parts.add(attachment(Media.Kind.DOCUMENT, new Media.Inline("application/pdf", Utf8.of("JVBERi0x"))));
            case 3 -> parts.add(said());
            default -> {
                // Text alone.
            }
        }
        return Message.of(Role.USER, parts);
    }

    private void assistant(List<Tool> tools, List<Message> messages, int turn) {
        List<Part> parts = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            parts.add(Part.Reasoning.of(text(), null));
        }
        if (often()) {
            parts.add(new Part.Text(text()));
        }
        List<Part> results = new ArrayList<>();
        int calls = tools.isEmpty() ? 0 : random.nextInt(4);
        for (int i = 0; i < calls; i++) {
            // Some providers number the calls of each answer from 0.
            String id = random.nextInt(5) == 0 ? "call_" + i : "call_" + turn + ":" + i;
            Tool tool = pick(tools);
            ToolName name = tool instanceof Tool.Custom custom ? custom.name() : ((Tool.Function) tool).name();
            parts.add(new Part.ToolCall(id, name, name.custom() ? new ToolInput.Free(text()) : input()));
            if (random.nextInt(10) != 0) {
                results.add(result(id));
            }
        }
        if (!parts.isEmpty()) {
            messages.add(Message.of(Role.ASSISTANT, parts));
        }
        Collections.shuffle(results, random);
        if (!results.isEmpty()) {
            messages.add(Message.of(Role.TOOL, results));
        }
    }

    private Part result(String id) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Text(text()));
        if (random.nextInt(6) == 0) {
            parts.add(attachment(Media.Kind.IMAGE, new Media.Inline("image/png", Utf8.of("aGVsbG8h"))));
        }
        return new Part.ToolResult(id, parts, random.nextInt(5) == 0, cache(), Extras.NONE);
    }

    private Settings settings() {
        Sampling sampling = new Sampling(
                often() ? null : (Double) 0.5,
                often() ? null : (Double) 0.9,
                often() ? null : (Long) 40L,
                often() ? null : (Long) 7L,
                often() ? null : (Double) 0.25,
                null);
        OutputFormat format = switch (random.nextInt(6)) {
            case 0 -> new OutputFormat.JsonObject();
            case 1 -> new OutputFormat.JsonSchema("answer", null, pick(SCHEMAS), null);
            default -> null;
        };
        OutputWish output = new OutputWish(
                often() ? null : (Long) 1_000L, often() ? List.of() : List.of("END", "\n\n"), format, null, null, null);
        ReasoningWish reasoning = switch (random.nextInt(5)) {
            case 0 -> ReasoningWish.ofEffort(pick(List.of("low", "high", "none")));
            case 1 -> new ReasoningWish(ReasoningWish.Mode.BUDGET, null, 2_048L, null);
            default -> ReasoningWish.NONE;
        };
        return new Settings(sampling, output, reasoning, new Delivery(random.nextBoolean(), true));
    }

    private Session session() {
        return often() ? Session.NONE : new Session("u1", null, Session.Caching.NONE, null, null, null);
    }

    private Part said() {
        return new Part.Text(text(), List.of(), null, cache());
    }

    private Part attachment(Media.Kind kind, Media media) {
        return new Part.Attachment(kind, media, Part.MediaDetail.NONE, cache());
    }

    private CacheHint cache() {
        return random.nextInt(10) == 0 ? new CacheHint(null) : null;
    }

    private ToolInput input() {
        return new ToolInput.Json(RawJson.of(pick(ARGUMENTS)));
    }

    private String text() {
        return "w" + words++ + " " + pick(TAILS);
    }

    private boolean often() {
        return random.nextInt(3) != 0;
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
