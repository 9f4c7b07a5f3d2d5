package io.ninerouter.gateway.http;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.dispatch.Action;
import org.jspecify.annotations.Nullable;

/** What a method and a path mean. */
public sealed interface Route {

    /** The dialect in which errors are told; null when the path says nothing. */
    @Nullable
    Dialect dialect();

    /** Whether a caller is needed. */
    boolean needsCaller();

    /**
     * Something is asked of a model.
     *
     * @param model named in the path (Gemini); null = in the body
     * @param streamed whether the path asks for a stream (Gemini); else the body says
     */
    record Ask(Dialect dialect, Action action, @Nullable String model, boolean streamed) implements Route {
        @Override
        public boolean needsCaller() {
            return true;
        }
    }

    /**
     * The models that the caller may use.
     *
     * @param dialect Gemini, or OpenAI chat, which an {@code anthropic-version} header turns into Anthropic
     * @param id only this one; null = all
     */
    record Models(Dialect dialect, @Nullable String id) implements Route {
        @Override
        public boolean needsCaller() {
            return true;
        }
    }

    /** Part of the API, but not of this version. */
    record NotBuilt(@Nullable Dialect dialect, String path) implements Route {
        @Override
        public boolean needsCaller() {
            return true;
        }
    }

    /** A WebSocket is asked for where there is none. */
    record NoWebSocket(@Nullable Dialect dialect) implements Route {
        @Override
        public boolean needsCaller() {
            return false;
        }
    }

    /**
     * The path is known, the method is not.
     *
     * @param allowed the method that is
     */
    record WrongMethod(Dialect dialect, String allowed) implements Route {
        @Override
        public boolean needsCaller() {
            return false;
        }
    }

    /** Nothing is there. */
    record Nowhere(@Nullable Dialect dialect) implements Route {
        @Override
        public boolean needsCaller() {
            return false;
        }
    }
}
