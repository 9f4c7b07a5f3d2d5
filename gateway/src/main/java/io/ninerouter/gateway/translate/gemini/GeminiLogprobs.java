package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code logprobsResult} as the neutral form (OpenAI's), and back. */
final class GeminiLogprobs {
    private GeminiLogprobs() {}

    private record Token(String text, @Nullable Double logprob, List<Token> likeliest) {}

    /** The neutral form of a result. */
    static RawJson toNeutral(RawJson result) {
        List<Token> chosen = new ArrayList<>();
        List<List<Token>> top = new ArrayList<>();
        try (JsonReader in = result.read()) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    switch (GeminiNames.camel(in.name())) {
                        case "chosenCandidates" -> tokens(in, chosen);
                        case "topCandidates" -> top(in, top);
                        default -> in.skip();
                    }
                }
            }
        }
        ByteBuilder bytes = new ByteBuilder(256);
        JsonWriter out = new JsonWriter(bytes).object().array("content");
        for (int i = 0; i < chosen.size(); i++) {
            out.object();
            token(chosen.get(i), out);
            out.array("top_logprobs");
            for (Token likely : i < top.size() ? top.get(i) : List.<Token>of()) {
                out.object();
                token(likely, out);
                out.endObject();
            }
            out.endArray().endObject();
        }
        out.endArray().nothing("refusal").endObject();
        return new RawJson(Utf8.slice(bytes.toBytes(), 0, bytes.length()));
    }

    private static void token(Token token, JsonWriter out) {
        out.text("token", token.text()).decimal("logprob", token.logprob()).nothing("bytes");
    }

    private static void tokens(JsonReader in, List<Token> tokens) {
        if (in.lenientArray()) {
            while (in.nextElement()) {
                tokens.add(token(in));
            }
        }
    }

    private static void top(JsonReader in, List<List<Token>> top) {
        if (in.lenientArray()) {
            while (in.nextElement()) {
                List<Token> place = new ArrayList<>();
                if (in.lenientObject()) {
                    while (in.nextField()) {
                        if (in.name().equals("candidates")) {
                            tokens(in, place);
                        }
                    }
                }
                top.add(place);
            }
        }
    }

    /** A token in either form. */
    private static Token token(JsonReader in) {
        String text = "";
        Double logprob = null;
        List<Token> likeliest = new ArrayList<>();
        if (in.lenientObject()) {
            while (in.nextField()) {
                switch (GeminiNames.camel(in.name())) {
                    case "token" -> text = in.lenientText();
                    case "logProbability", "logprob" -> logprob = in.kind() == JsonKind.NUMBER ? in.decimal() : null;
                    case "topLogprobs" -> tokens(in, likeliest);
                    default -> in.skip();
                }
            }
        }
        return new Token(text == null ? "" : text, logprob, likeliest);
    }

    /** Writes the member {@code logprobsResult} for neutral ones, in order; nothing when there are none. */
    static void write(List<RawJson> neutral, JsonWriter out) {
        List<Token> tokens = new ArrayList<>();
        for (RawJson each : neutral) {
            try (JsonReader in = each.read()) {
                if (in.lenientObject()) {
                    while (in.nextField()) {
                        if (in.name().equals("content")) {
                            tokens(in, tokens);
                        }
                    }
                }
            }
        }
        if (tokens.isEmpty()) {
            return;
        }
        out.object("logprobsResult").array("topCandidates");
        for (Token token : tokens) {
            out.object().array("candidates");
            token.likeliest().forEach(likely -> chosen(likely, out));
            out.endArray().endObject();
        }
        out.endArray().array("chosenCandidates");
        tokens.forEach(token -> chosen(token, out));
        out.endArray().endObject();
    }

    private static void chosen(Token token, JsonWriter out) {
        out.object()
                .text("token", token.text())
                .decimal("logProbability", token.logprob())
                .endObject();
    }
}
