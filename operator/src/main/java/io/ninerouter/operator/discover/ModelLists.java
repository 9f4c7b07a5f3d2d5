package io.ninerouter.operator.discover;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.operator.catalog.ModelSource.Kind;
import io.ninerouter.operator.compile.Listed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists of models, one element at a time, so that a long one costs no tree. What says of itself that it does not answer
 * in text is left out, and so is what has no name. Stateless.
 */
public final class ModelLists {
    /** Most elements that are looked at. */
    private static final int MAX_ELEMENTS = 8 * Listed.MAX;

    /** Longest word that leads to the next page. */
    private static final int MAX_NEXT = 4_096;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> LISTS = Set.of("data", "models");

    private ModelLists() {}

    /**
     * One page.
     *
     * @param models in the order of the list
     * @param next what leads to the next page; null = this is the last
     * @param cut whether it has more than were looked at
     */
    public record Page(List<ModelConfig> models, @Nullable String next, boolean cut) {
        public Page {
            models = List.copyOf(models);
        }
    }

    /**
     * Reads a page.
     *
     * @throws IllegalArgumentException when it is no list of this kind; the message does not repeat it
     */
    public static Page read(Kind kind, String body) {
        Reading reading = new Reading(kind);
        try (JsonParser parser = JSON.createParser(body)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                reading.elements(parser);
            } else if (first == JsonToken.START_OBJECT) {
                reading.envelope(parser);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("what it answered is no JSON (expected: a list of models)", e);
        }
        if (!reading.found) {
            throw new IllegalArgumentException("its answer has no list of models");
        }
        return new Page(reading.models, reading.next(), reading.isCut());
    }

    /** One page, half read. */
    private static final class Reading {
        private final Kind kind;
        private final List<ModelConfig> models = new ArrayList<>();
        private int elements;
        private boolean found;
        private boolean cut;
        private boolean hasMore;
        private @Nullable String token;
        private @Nullable String lastId;

        private Reading(Kind kind) {
            this.kind = kind;
        }

        private void envelope(JsonParser parser) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (LISTS.contains(field) && value == JsonToken.START_ARRAY) {
                    elements(parser);
                } else if (kind == Kind.CODE_ASSIST && field.equals("models") && value == JsonToken.START_OBJECT) {
                    members(parser);
                } else if (value.isScalarValue()) {
                    scalar(field, parser);
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void scalar(String field, JsonParser parser) throws IOException {
            switch (field) {
                case "nextPageToken", "nextToken", "next_page_token" ->
                    token = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
                case "has_more" -> hasMore = parser.currentToken() == JsonToken.VALUE_TRUE;
                case "last_id" -> lastId = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
                default -> {}
            }
        }

        private void elements(JsonParser parser) throws IOException {
            found = true;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == null) {
                    throw new IllegalArgumentException("its list of models is cut off");
                }
                add(JSON.readTree(parser), null);
            }
        }

        /** Models by id. */
        private void members(JsonParser parser) throws IOException {
            found = true;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String id = parser.currentName();
                parser.nextToken();
                add(JSON.readTree(parser), id);
            }
        }

        private void add(JsonNode element, @Nullable String id) {
            if (++elements > MAX_ELEMENTS) {
                cut = true;
                return;
            }
            ModelConfig model = ListedModel.read(kind, element, id);
            if (model != null) {
                models.add(model);
            }
        }

        private @Nullable String next() {
            String next = hasMore ? lastId : token;
            return next == null || next.isEmpty() || next.length() > MAX_NEXT ? null : next;
        }

        /** One that says that there is more, and not where, is as good as cut. */
        private boolean isCut() {
            boolean more = hasMore || (token != null && !token.isEmpty());
            return cut || (more && next() == null);
        }
    }
}
