package io.ninerouter.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import io.ninerouter.config.PieceReader.Piece;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configurations of one Router as they follow each other. Says the same as {@link ConfigDocument#read}, in less time:
 * of thousands of objects few have changed, and the pieces with the others are not parsed again. What has not changed is the
 * very instance that was read before. Not thread-safe.
 */
public final class ConfigReader {
    /** The lists that pieces are parts of. */
    private static final Map<String, Class<?>> LISTS = Map.of(
            "aliases", AliasConfig.class,
            "combos", ComboConfig.class,
            "connections", ConnectionConfig.class,
            "keys", KeyConfig.class,
            "providers", ProviderConfig.class);

    private Map<String, PieceReader> readers = new HashMap<>();

    /**
     * Reads one.
     *
     * @param data as for {@link ConfigDocument#read}
     * @throws IllegalArgumentException as there
     */
    public ConfigDocument read(Map<String, byte[]> data) {
        Map<String, PieceReader> used = new HashMap<>();
        ConfigDocument document = ConfigDocument.read(data, (name, packed) -> {
            PieceReader reader = readers.getOrDefault(name, new PieceReader());
            used.put(name, reader);
            ConfigCodec.Unpacked unpacked = unpack(reader.read(packed, ConfigCodec.MAX_CONFIG_BYTES));
            // What is wrong with it, or not understood, says the reader that knows nothing of pieces.
            return unpacked == null ? ConfigCodec.unpack(packed) : unpacked;
        });
        readers = used;
        return document;
    }

    /** Null when it cannot be put together piece by piece. */
    private static ConfigCodec.@Nullable Unpacked unpack(@Nullable List<Piece> pieces) {
        if (pieces == null) {
            return null;
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        Map<Class<?>, List<Object>> lists = new HashMap<>();
        MessageDigest digest = ConfigCodec.sha256();
        try (JsonParser parser = TolerantReader.STRICT.getFactory().createNonBlockingByteArrayParser()) {
            // Of a field that is there twice the last one counts: that is for the other reader.
            parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            String list = null;
            for (Piece piece : pieces) {
                byte[] json = piece.json();
                digest.update(json);
                Class<?> type = list == null || json.length == 0 || json[0] == ']' ? null : LISTS.get(list);
                if (type == null) {
                    frame.writeBytes(json);
                    list = openList(parser, json);
                } else {
                    lists.computeIfAbsent(type, none -> new ArrayList<>())
                            .addAll(piece.<List<?>>made(type, values -> values(values, type)));
                }
            }
            TolerantReader.Read read = TolerantReader.read(frame.toByteArray());
            ConfigCodec.known(read.config() == null ? 0 : read.config().format());
            return new ConfigCodec.Unpacked(
                    config(read.config(), lists), read.notUnderstood(), ConfigCodec.shortDigest(digest));
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** Reads on; the field of the document whose list is open then, null = none is. */
    private static @Nullable String openList(JsonParser parser, byte[] json) throws IOException {
        ((ByteArrayFeeder) parser.getNonBlockingInputFeeder()).feedInput(json, 0, json.length);
        JsonToken token = parser.nextToken();
        JsonToken last = token;
        while (token != null && token != JsonToken.NOT_AVAILABLE) {
            last = token;
            token = parser.nextToken();
        }
        JsonStreamContext context = parser.getParsingContext();
        JsonStreamContext around = context.getParent();
        return last == JsonToken.START_ARRAY
                        && around != null
                        && around.inObject()
                        && around.getParent().inRoot()
                ? around.getCurrentName()
                : null;
    }

    /** Values as they stand in a list, without its brackets; a comma may stand in front. */
    private static <T> List<T> values(byte[] json, Class<T> type) {
        int from = json[0] == ',' ? 1 : 0;
        ByteArrayOutputStream list = new ByteArrayOutputStream(json.length + 2);
        list.write('[');
        list.write(json, from, json.length - from);
        list.write(']');
        try {
            return TolerantReader.STRICT
                    .readerForListOf(type)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readValue(list.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GatewayConfig config(GatewayConfig frame, Map<Class<?>, List<Object>> lists) {
        return new GatewayConfig(
                frame.format(),
                frame.router(),
                frame.settings(),
                list(frame.providers(), ProviderConfig.class, lists),
                list(frame.connections(), ConnectionConfig.class, lists),
                list(frame.combos(), ComboConfig.class, lists),
                list(frame.aliases(), AliasConfig.class, lists),
                list(frame.keys(), KeyConfig.class, lists));
    }

    /** A list stands in the frame or in pieces. */
    private static <T> List<T> list(List<T> inFrame, Class<T> type, Map<Class<?>, List<Object>> inPieces) {
        List<Object> values = inPieces.get(type);
        if (values == null) {
            return inFrame;
        }
        if (!inFrame.isEmpty()) {
            throw new IllegalArgumentException(type.getSimpleName() + ": some in the frame (expected: all in pieces)");
        }
        return values.stream().<T>map(type::cast).toList();
    }
}
