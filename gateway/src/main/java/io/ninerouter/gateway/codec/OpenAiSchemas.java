package io.ninerouter.gateway.codec;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.schema.BindingRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What callers of other vendors' dialects bind, as OpenAI binds it, in either of its dialects. Their formats bind without a
 * word about it; OpenAI holds to a schema only if {@code strict} is said, and then only to one of its own kind. What cannot
 * bind there is told and not bound.
 */
public final class OpenAiSchemas {
    private final SchemaBinding binding;
    private final Losses losses;

    private OpenAiSchemas(Exchange exchange) {
        boolean tuned = exchange.target().model().startsWith("ft:");
        this.losses = exchange.losses();
        this.binding = new SchemaBinding(tuned ? BindingRules.OPENAI_TUNED : BindingRules.OPENAI, losses);
    }

    /** A request for one of OpenAI's own models; that of a caller who speaks OpenAI's dialects stays as it is. */
    public static ChatRequest fit(ChatRequest request, Exchange exchange) {
        Dialect client = exchange.client();
        return client == Dialect.OPENAI_CHAT || client == Dialect.OPENAI_RESPONSES
                ? request
                : new OpenAiSchemas(exchange).fit(request);
    }

    private ChatRequest fit(ChatRequest request) {
        ChatRequest answered = request.settings().output().format() instanceof OutputFormat.JsonSchema wanted
                        && !Boolean.FALSE.equals(wanted.strict())
                ? answer(request, wanted)
                : request;
        Tooling tooling = answered.tooling();
        List<Tool> tools = tooling.tools().stream().map(this::tool).toList();
        return tools.equals(tooling.tools())
                ? answered
                : answered.with(new Tooling(tools, tooling.choice(), tooling.parallel()));
    }

    private ChatRequest answer(ChatRequest request, OutputFormat.JsonSchema wanted) {
        RawJson bound = binding.answer(wanted);
        if (bound != null) {
            return request.with(request.settings().with(formatted(request, wanted, bound, true)));
        }
        if (SchemaRepair.mayBeObject(wanted.schema())) {
            RawJson told = SchemaRepair.answer(wanted.schema(), SchemaRules.OBJECT_ROOT, losses);
            return request.with(request.settings().with(formatted(request, wanted, told, false)));
        }
        // Nothing but objects can be asked for.
        OutputWish output = request.settings().output();
        OutputWish free = new OutputWish(
                output.maxTokens(), output.stop(), null, output.choices(), output.logprobs(), output.verbosity());
        return instructed(request, FormatInWords.of(wanted, losses))
                .with(request.settings().with(free));
    }

    private static OutputWish formatted(
            ChatRequest request, OutputFormat.JsonSchema wanted, RawJson schema, boolean strict) {
        OutputWish output = request.settings().output();
        return new OutputWish(
                output.maxTokens(),
                output.stop(),
                new OutputFormat.JsonSchema(wanted.name(), wanted.description(), schema, strict),
                output.choices(),
                output.logprobs(),
                output.verbosity());
    }

    /** With more instructions behind those that stand first. */
    private static ChatRequest instructed(ChatRequest request, @Nullable String words) {
        List<Message> messages = new ArrayList<>(request.messages());
        int leading = 0;
        while (leading < messages.size() && messages.get(leading).isSystem()) {
            leading++;
        }
        messages.add(
                leading, Message.of(Role.SYSTEM, List.of(new Part.Text(String.valueOf(words), List.of(), null, null))));
        return request.with(messages);
    }

    private Tool tool(Tool tool) {
        if (!(tool instanceof Tool.Function function) || !Boolean.TRUE.equals(function.strict())) {
            return tool;
        }
        RawJson bound = binding.arguments(function.schema());
        return bound == null
                ? new Tool.Function(
                        function.name(), function.description(), function.schema(), false, function.options())
                : new Tool.Function(function.name(), function.description(), bound, true, function.options());
    }
}
