package io.ninerouter.gateway.translate.cursor;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.Unsayable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reports what a request asks for and Cursor has no field for, which is nearly all; answers what it has. */
final class SettingLosses {
    private static final String NO_SUCH = "no such thing in Cursor";
    private static final int MEDIUM = 1;
    private static final int HIGH = 2;

    private static final Set<Feature> THINKING =
            Set.of(Feature.REASONING_BUDGET, Feature.REASONING_EFFORT, Feature.REASONING_DISPLAY);

    private final Losses losses;

    SettingLosses(Losses losses) {
        this.losses = losses;
    }

    /** The tools to offer. */
    List<Tool.Function> tools(Tooling tooling) {
        List<Tool.Function> functions = new ArrayList<>();
        for (Tool tool : tooling.tools()) {
            switch (tool) {
                case Tool.Function function -> functions.add(function);
                case Tool.Server _ -> losses.dropped(Feature.TOOLS_SERVER, NO_SUCH);
                case Tool.Custom _ ->
                    throw new IllegalArgumentException("tool: free text (expected: a function, by the shaper)");
            }
        }
        functions.forEach(this::function);
        if (Boolean.FALSE.equals(tooling.parallel())) {
            losses.dropped(Feature.PARALLEL_TOOL_CALLS, NO_SUCH);
        }
        return chosen(functions, tooling.choice());
    }

    private void function(Tool.Function function) {
        Tool.Options options = function.options();
        if (function.cache() != null) {
            losses.dropped(Feature.CACHE_HINTS, "the provider caches by itself");
        }
        if (options.deferred()) {
            losses.approximated(Feature.TOOLS_DEFERRED, "told at once");
        }
        if (options.inserted()) {
            losses.approximated(Feature.TOOLS_INSERTED, "declared beside the conversation");
        }
        if (Boolean.TRUE.equals(function.strict())) {
            losses.dropped(Feature.TOOL_STRICT, NO_SUCH);
        }
        losses.foreign(options.extras(), Dialect.CURSOR);
    }

    private List<Tool.Function> chosen(List<Tool.Function> functions, @Nullable ToolChoice choice) {
        return switch (choice) {
            case null -> functions;
            case ToolChoice.Auto _ -> functions;
            case ToolChoice.None _ -> List.of();
            case ToolChoice.Any _ -> {
                losses.dropped(Feature.TOOL_CHOICE, NO_SUCH);
                yield functions;
            }
            case ToolChoice.Forced(ToolName name) -> {
                losses.approximated(Feature.TOOL_CHOICE, "by offering no others");
                yield only(functions, List.of(name));
            }
            case ToolChoice.Allowed(boolean required, List<ToolName> names) -> {
                losses.approximated(Feature.TOOL_CHOICE_ALLOWED, "by offering no others");
                if (required) {
                    losses.dropped(Feature.TOOL_CHOICE, NO_SUCH);
                }
                yield only(functions, names);
            }
            case ToolChoice.Opaque _ -> {
                losses.dropped(Feature.TOOL_CHOICE, "of another dialect");
                yield functions;
            }
        };
    }

    private static List<Tool.Function> only(List<Tool.Function> functions, List<ToolName> names) {
        return functions.stream()
                .filter(function -> names.stream()
                        .anyMatch(name -> name.name().equals(function.name().name())))
                .toList();
    }

    /** All but the format, which is asked for in words, and thinking. */
    void settings(Settings settings) {
        Unsayable.settings(settings, THINKING, losses);
    }

    void session(Session session) {
        Unsayable.session(session, Set.of(Feature.CACHE_KEY), losses);
        if (session.caching().key() != null) {
            losses.approximated(Feature.CACHE_KEY, "as the id of the conversation");
        }
        if (session.caching().retention() != null) {
            losses.dropped(Feature.CACHE_KEY, "its retention");
        }
    }

    void extras(Extras extras) {
        losses.foreign(extras, Dialect.CURSOR);
    }

    /** The level of thinking: 0, {@value #MEDIUM} or {@value #HIGH}. */
    int thinking(ReasoningWish wish) {
        if (wish.display() != null) {
            losses.dropped(Feature.REASONING_DISPLAY, "shown as it comes");
        }
        String word = wish.effortWord();
        if (word == null) {
            return wish.mode() == null || wish.off() ? 0 : MEDIUM;
        }
        if (wish.budget() != null) {
            losses.approximated(Feature.REASONING_BUDGET, "as a level");
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "none" -> 0;
            case "medium" -> MEDIUM;
            case "high" -> HIGH;
            case "xhigh", "max" -> nearest(HIGH);
            default -> nearest(MEDIUM);
        };
    }

    private int nearest(int level) {
        losses.approximated(Feature.REASONING_EFFORT, "as the nearest level");
        return level;
    }
}
