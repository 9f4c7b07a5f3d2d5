package io.ninerouter.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Configuration, credentials and signals as bytes. Deterministic: equal values give equal bytes and equal revisions. Thread-safe.
 */
public final class ConfigCodec {
    /** A configuration may not unpack to more: a bound on memory, far above 10,000 objects. */
    static final int MAX_CONFIG_BYTES = 256 << 20;

    static final ObjectMapper JSON = JsonMapper.builder()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .configure(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL, true)
            .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
            .configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, true)
            .build();

    private ConfigCodec() {}

    /** The JSON of a configuration, packed. */
    public static byte[] encode(GatewayConfig config) {
        return gzip(json(config));
    }

    /** Digest of a configuration: 16 hex digits of the SHA-256 of its JSON. */
    public static String revision(GatewayConfig config) {
        return shortDigest(json(config));
    }

    /**
     * Reads what {@link #encode} wrote, of this or a neighbouring release.
     *
     * @throws IllegalArgumentException when the bytes are no configuration, or one of a format that this release does not
     *     know; the message says which
     */
    public static GatewayConfig decode(byte[] packed) {
        Unpacked unpacked = unpack(packed);
        if (unpacked.config().format() != GatewayConfig.FORMAT) {
            throw new IllegalArgumentException("format: " + unpacked.config().format() + " (expected: "
                    + GatewayConfig.FORMAT + ", with no parts)");
        }
        return unpacked.config();
    }

    /** A document, what of it is not understood, and the digest of the JSON that it was written in. */
    record Unpacked(GatewayConfig config, List<NotUnderstood> notUnderstood, String digest) {}

    /** Reads a document, be it whole, a head or a part. */
    static Unpacked unpack(byte[] packed) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = in.readNBytes(MAX_CONFIG_BYTES + 1);
            if (bytes.length > MAX_CONFIG_BYTES) {
                throw new IllegalArgumentException(
                        "configuration: over " + MAX_CONFIG_BYTES + " bytes (expected: at most that)");
            }
            TolerantReader.Read read = TolerantReader.read(bytes);
            known(read.config() == null ? 0 : read.config().format());
            return new Unpacked(read.config(), read.notUnderstood(), shortDigest(bytes));
        } catch (JsonProcessingException e) {
            // The parser's own message may quote content.
            throw new IllegalArgumentException("configuration: not readable: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalArgumentException("configuration: not readable: " + e.getMessage());
        }
    }

    /** @throws IllegalArgumentException when this release does not know the format */
    static void known(int format) {
        if (format > GatewayConfig.SPLIT_FORMAT) {
            throw new NewerFormatException("format", format, "1 to " + GatewayConfig.SPLIT_FORMAT);
        }
        if (format < 1) {
            throw new IllegalArgumentException(
                    "format: " + format + " (expected: 1 to " + GatewayConfig.SPLIT_FORMAT + ")");
        }
    }

    /** The revision of documents that belong together; of a single one its own digest. */
    static String revision(List<String> digests) {
        return digests.size() == 1
                ? digests.getFirst()
                : shortDigest(String.join(" ", digests).getBytes(StandardCharsets.UTF_8));
    }

    /** The JSON of an index. */
    public static byte[] encode(PartIndex index) {
        return json(index);
    }

    /**
     * Reads what {@link #encode(PartIndex)} wrote.
     *
     * @throws IllegalArgumentException when it is no index, or one of a format that this release does not know
     */
    public static PartIndex decodeIndex(byte[] bytes) {
        try {
            PartIndex index = JSON.readValue(bytes, PartIndex.class);
            if (index.format() > PartIndex.FORMAT) {
                throw new NewerFormatException(
                        "format of the parts", index.format(), Integer.toString(PartIndex.FORMAT));
            }
            if (index.format() != PartIndex.FORMAT) {
                throw new IllegalArgumentException(
                        "format of the parts: " + index.format() + " (expected: " + PartIndex.FORMAT + ")");
            }
            return index;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "index of parts: not readable (expected: JSON with format and parts)", e);
        }
    }

    /** The value of one key of the credentials Secret. */
    public static byte[] encode(Credential credential) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("kind", credential.kind().name());
        fields.put("secret", credential.secret().reveal());
        if (credential.expiresAtMillis() != null) {
            fields.put("expiresAtMillis", credential.expiresAtMillis());
        }
        if (!credential.facts().isEmpty()) {
            fields.put("facts", credential.facts());
        }
        return json(fields);
    }

    /**
     * All credentials of a Secret. One of a kind that only a later release knows is left out, and told.
     *
     * @param data decoded values by key, as {@link #encode(Credential)} wrote them
     * @throws IllegalArgumentException when a value is no credential; the message names the key, never the value
     */
    public static Credentials decodeCredentials(Map<String, byte[]> data) {
        return CredentialReader.read(data);
    }

    /** The JSON of signals. */
    public static byte[] encode(Signals signals) {
        return json(signals);
    }

    /**
     * Reads what {@link #encode(Signals)} wrote, of this or a neighbouring release.
     *
     * @throws IllegalArgumentException when the bytes are no signals
     */
    public static Signals decodeSignals(byte[] bytes) {
        try {
            return JSON.readValue(bytes, Signals.class);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "signals: not readable (expected: JSON with cooldowns of connection, reason, untilMillis, by)", e);
        }
    }

    /** The JSON of allotments, packed. */
    public static byte[] encode(Allotments allotments) {
        return gzip(json(allotments));
    }

    /**
     * Reads what {@link #encode(Allotments)} wrote, of this or a neighbouring release.
     *
     * @throws IllegalArgumentException when the bytes are no allotments
     */
    public static Allotments decodeAllotments(byte[] packed) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return JSON.readValue(in.readNBytes(MAX_CONFIG_BYTES), Allotments.class);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "allotments: not readable (expected: packed JSON with replicas, shares, budgets)", e);
        }
    }

    /**
     * Reads a report out of the tree that a JSON object was read into.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static ReplicaReport decodeReport(Object tree) {
        return JSON.convertValue(tree, ReplicaReport.class);
    }

    /** Digest of the content of a credentials Secret, put together from its parts. */
    public static String credentialsRevision(Map<String, byte[]> data) {
        return dataDigest(data);
    }

    /** Digest of the data of a Secret. */
    public static String dataDigest(Map<String, byte[]> data) {
        MessageDigest digest = sha256();
        new TreeMap<>(data).forEach((name, bytes) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(sha256().digest(bytes));
        });
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /** What the configuration holds in place of a caller's key: SHA-256, lower-case hex. */
    public static String keyDigest(SecretText key) {
        return HexFormat.of().formatHex(sha256().digest(key.reveal().getBytes(StandardCharsets.UTF_8)));
    }

    /** The JSON of a value. */
    static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a " + value.getClass().getSimpleName() + " has no JSON form", e);
        }
    }

    /** Packed; the header holds neither a time nor a name. */
    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A digest that goes on from where another one stands. */
    static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 that cannot be copied (expected: the JDK's own)", e);
        }
    }

    /** 16 hex digits of the SHA-256. */
    static String shortDigest(byte[] bytes) {
        MessageDigest digest = sha256();
        digest.update(bytes);
        return shortDigest(digest);
    }

    /** The same of what a digest was given; the digest begins anew. */
    static String shortDigest(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /** A digest that was given nothing yet. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
