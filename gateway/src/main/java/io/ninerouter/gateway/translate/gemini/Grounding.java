package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code groundingMetadata} and {@code citationMetadata} as citations, and back. Google counts in bytes of the text. */
final class Grounding {
    private Grounding() {}

    /** A place that the text rests on. */
    private record Source(
            @Nullable String url,
            @Nullable String title,
            @Nullable String quote,
            RawJson raw) {}

    /**
     * The citations of a candidate.
     *
     * @param text of the part that is open; empty when it was not kept, then citations have no range
     */
    static List<Citation> read(WireChunk.Candidate candidate, String text) {
        List<Citation> citations = new ArrayList<>();
        if (candidate.citations != null) {
            recitation(candidate.citations, text, citations);
        }
        if (candidate.grounding != null) {
            grounding(candidate.grounding, text, citations);
        }
        return citations;
    }

    private static void recitation(RawJson metadata, String text, List<Citation> citations) {
        try (JsonReader in = metadata.read()) {
            if (!in.lenientObject()) {
                return;
            }
            while (in.nextField()) {
                // Vertex says citations, the Gemini API citationSources.
                boolean list = in.name().equals("citations") || in.name().equals("citationSources");
                if (list && in.lenientArray()) {
                    while (in.nextElement()) {
                        Citation citation = cited(in.raw(), text);
                        if (citation != null) {
                            citations.add(citation);
                        }
                    }
                }
            }
        }
    }

    private static @Nullable Citation cited(RawJson raw, String text) {
        String uri = null;
        String title = null;
        long from = 0;
        long to = 0;
        try (JsonReader in = raw.read()) {
            if (!in.lenientObject()) {
                return null;
            }
            while (in.nextField()) {
                switch (in.name()) {
                    case "uri" -> uri = in.lenientText();
                    case "title" -> title = in.lenientText();
                    case "startIndex" -> from = in.lenientLong(0);
                    case "endIndex" -> to = in.lenientLong(0);
                    default -> in.skip();
                }
            }
        }
        return uri == null && title == null
                ? null
                : new Citation(uri, title, null, range(text, from, to), Dialect.GEMINI, raw.copy());
    }

    private static void grounding(RawJson metadata, String text, List<Citation> citations) {
        List<Source> sources = new ArrayList<>();
        RawJson supports = null;
        try (JsonReader in = metadata.read()) {
            if (!in.lenientObject()) {
                return;
            }
            while (in.nextField()) {
                if (in.name().equals("groundingChunks") && in.lenientArray()) {
                    while (in.nextElement()) {
                        sources.add(source(in.raw()));
                    }
                } else if (in.name().equals("groundingSupports")) {
                    supports = in.rawOrNull();
                }
            }
        }
        int before = citations.size();
        if (supports != null) {
            supports(supports, sources, text, citations);
        }
        if (citations.size() == before) {
            sources.forEach(source -> citations.add(citation(source, null)));
        }
    }

    private static Source source(RawJson chunk) {
        String url = null;
        String title = null;
        String quote = null;
        try (JsonReader in = chunk.read()) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    // web, retrievedContext, maps: all alike.
                    if (in.lenientObject()) {
                        while (in.nextField()) {
                            switch (in.name()) {
                                case "uri" -> url = in.lenientText();
                                case "title" -> title = in.lenientText();
                                case "text" -> quote = in.lenientText();
                                default -> in.skip();
                            }
                        }
                    }
                }
            }
        }
        return new Source(url, title, quote, chunk.copy());
    }

    private static void supports(RawJson list, List<Source> sources, String text, List<Citation> citations) {
        try (JsonReader in = list.read()) {
            if (!in.lenientArray()) {
                return;
            }
            while (in.nextElement()) {
                Citation.Range range = null;
                List<Integer> indices = new ArrayList<>();
                if (!in.lenientObject()) {
                    continue;
                }
                while (in.nextField()) {
                    switch (in.name()) {
                        case "segment" -> range = segment(in, text);
                        case "groundingChunkIndices" -> indices(in, indices);
                        default -> in.skip();
                    }
                }
                for (int index : indices) {
                    if (index >= 0 && index < sources.size()) {
                        citations.add(citation(sources.get(index), range));
                    }
                }
            }
        }
    }

    private static void indices(JsonReader in, List<Integer> indices) {
        if (in.lenientArray()) {
            while (in.nextElement()) {
                indices.add(Math.clamp(in.lenientLong(-1), -1, Integer.MAX_VALUE));
            }
        }
    }

    private static Citation.@Nullable Range segment(JsonReader in, String text) {
        long from = 0;
        long to = 0;
        if (in.lenientObject()) {
            while (in.nextField()) {
                switch (in.name()) {
                    case "startIndex" -> from = in.lenientLong(0);
                    case "endIndex" -> to = in.lenientLong(0);
                    default -> in.skip();
                }
            }
        }
        return range(text, from, to);
    }

    private static Citation citation(Source source, Citation.@Nullable Range range) {
        return new Citation(source.url(), source.title(), source.quote(), range, Dialect.GEMINI, source.raw());
    }

    private static Citation.@Nullable Range range(String text, long from, long to) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (from < 0 || from >= to || to > bytes.length) {
            return null;
        }
        int start = new String(bytes, 0, (int) from, StandardCharsets.UTF_8).length();
        int length = new String(bytes, (int) from, (int) (to - from), StandardCharsets.UTF_8).length();
        return new Citation.Range(start, start + length);
    }

    /**
     * Writes the member {@code groundingMetadata}; nothing when there are no citations.
     *
     * @param text that the citations are of; empty when it was not kept, then they only name their sources
     */
    static void write(List<Citation> citations, String text, JsonWriter out) {
        if (citations.isEmpty()) {
            return;
        }
        out.object("groundingMetadata").array("groundingChunks");
        for (Citation citation : citations) {
            String kind = citation.url() == null ? "retrievedContext" : "web";
            out.object().object(kind).text("uri", citation.url()).text("title", citation.title());
            if (citation.url() == null) {
                out.text("text", citation.quote());
            }
            out.endObject().endObject();
        }
        out.endArray();
        if (!text.isEmpty()) {
            supports(citations, text, out);
        }
        out.endObject();
    }

    private static void supports(List<Citation> citations, String text, JsonWriter out) {
        out.array("groundingSupports");
        for (int i = 0; i < citations.size(); i++) {
            Citation.Range range = citations.get(i).range();
            int from = range == null ? 0 : Math.clamp(range.from(), 0, text.length());
            int to = range == null ? text.length() : Math.clamp(range.to(), from, text.length());
            out.object()
                    .object("segment")
                    .number("startIndex", bytes(text, 0, from))
                    .number("endIndex", bytes(text, 0, to))
                    .text("text", text.substring(from, to))
                    .endObject()
                    .array("groundingChunkIndices")
                    .number(i)
                    .endArray()
                    .endObject();
        }
        out.endArray();
    }

    private static long bytes(String text, int from, int to) {
        return text.substring(from, to).getBytes(StandardCharsets.UTF_8).length;
    }
}
