package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code GenerateContentResponse}: a whole answer or a chunk of one. Read before anything is told of it, because its
 * name and its candidates' numbers stand behind what is said. Its slices are valid as long as the bytes it was read from.
 */
final class WireChunk {
    private static final WirePartReader PARTS = WirePartReader.ofAnswer();

    String id = "";
    String model = "";
    long created;
    final List<Candidate> candidates = new ArrayList<>();
    String blockReason = "";

    @Nullable
    RawJson usage;

    @Nullable
    ApiError error;

    private WireChunk() {}

    /** Reads the object that {@code in} has been entered. */
    static WireChunk read(JsonReader in) {
        WireChunk chunk = new WireChunk();
        while (in.nextField()) {
            chunk.member(in);
        }
        return chunk;
    }

    private void member(JsonReader in) {
        switch (GeminiNames.camel(in.name())) {
            case "responseId" -> id = or(in.lenientText());
            case "modelVersion" -> model = or(in.lenientText());
            case "createTime" -> created = seconds(in.lenientText());
            case "candidates" -> candidates(in);
            case "promptFeedback" -> feedback(in);
            case "usageMetadata" -> usage = in.kind() == JsonKind.OBJECT ? in.raw() : null;
            case "error" -> {
                if (in.kind() == JsonKind.OBJECT) {
                    Utf8 bytes = in.raw().bytes();
                    error = GeminiErrors.read(bytes.array(), bytes.from(), bytes.to());
                } else if (in.kind() != JsonKind.NULL) {
                    error = ApiError.of(ApiError.Kind.UPSTREAM, or(in.scalar()));
                }
            }
            default -> in.skip();
        }
    }

    private void candidates(JsonReader in) {
        if (in.lenientArray()) {
            for (int position = 0; in.nextElement(); position++) {
                if (in.lenientObject()) {
                    candidates.add(candidate(in, position));
                }
            }
        }
    }

    private static Candidate candidate(JsonReader in, int position) {
        Candidate candidate = new Candidate();
        candidate.index = position;
        while (in.nextField()) {
            switch (GeminiNames.camel(in.name())) {
                case "index" -> candidate.index = Math.clamp(in.lenientLong(position), 0, Integer.MAX_VALUE);
                case "content" -> candidate.parts = content(in);
                case "finishReason" -> candidate.finishReason = GeminiStops.finishWord(or(in.scalar()));
                case "finishMessage" -> candidate.finishMessage = or(in.lenientText());
                case "groundingMetadata" -> candidate.grounding = in.rawOrNull();
                case "citationMetadata" -> candidate.citations = in.rawOrNull();
                case "logprobsResult" -> candidate.logprobs = in.rawOrNull();
                default -> in.skip();
            }
        }
        return candidate;
    }

    private static List<WirePart> content(JsonReader in) {
        List<WirePart> parts = List.of();
        if (in.lenientObject()) {
            while (in.nextField()) {
                if (in.name().equals("parts")) {
                    parts = PARTS.parts(in);
                }
            }
        }
        return parts;
    }

    private void feedback(JsonReader in) {
        if (in.lenientObject()) {
            while (in.nextField()) {
                if (GeminiNames.camel(in.name()).equals("blockReason")) {
                    blockReason = GeminiStops.blockWord(or(in.scalar()));
                }
            }
        }
    }

    private static long seconds(@Nullable String time) {
        try {
            return time == null ? 0 : Instant.parse(time).getEpochSecond();
        } catch (DateTimeException e) {
            // Not worth failing an answer over.
            return 0;
        }
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** One of the answers, or a piece of one. */
    static final class Candidate {
        int index;
        List<WirePart> parts = List.of();
        String finishReason = "";
        String finishMessage = "";

        @Nullable
        RawJson grounding;

        @Nullable
        RawJson citations;

        @Nullable
        RawJson logprobs;
    }
}
