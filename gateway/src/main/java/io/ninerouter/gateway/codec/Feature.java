package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.Media;
import java.util.Locale;

/** What a client can ask for, or a provider answer, that some other dialect may not be able to say. */
public enum Feature {
    SYSTEM_IN_PLACE,
    DEVELOPER_ROLE,
    MESSAGE_NAME,
    ASSISTANT_PREFILL,
    IMAGES,
    IMAGE_URL,
    IMAGE_DETAIL,
    DOCUMENTS,
    DOCUMENT_URL,
    DOCUMENT_DETAIL,
    AUDIO,
    VIDEO,
    UPLOADED_FILES,
    TOOLS,
    TOOL_SCHEMA,
    TOOL_STRICT,
    TOOL_NAMES,
    TOOL_NAMESPACES,
    TOOLS_INSERTED,
    TOOLS_DEFERRED,
    TOOLS_CUSTOM,
    TOOL_GRAMMAR,
    TOOLS_SERVER,
    TOOL_CHOICE,
    TOOL_CHOICE_ALLOWED,
    PARALLEL_TOOL_CALLS,
    TOOL_CALL_ARGUMENTS,
    TOOL_RESULT_PAIRING,
    TOOL_RESULT_MEDIA,
    TOOL_RESULT_ERROR,
    TURN_ORDER,
    REASONING_TEXT,
    REASONING_SEAL,
    REASONING_EFFORT,
    REASONING_BUDGET,
    REASONING_DISPLAY,
    TEMPERATURE,
    TOP_P,
    TOP_K,
    SEED,
    PENALTIES,
    MAX_TOKENS,
    STOP_SEQUENCES,
    CHOICES,
    LOGPROBS,
    VERBOSITY,
    JSON_OBJECT,
    JSON_SCHEMA,
    CACHE_HINTS,
    CACHE_KEY,
    CACHED_CONTENT,
    USER,
    METADATA,
    STORE,
    PREVIOUS_RESPONSE,
    SERVICE_TIER,
    REFUSAL,
    CITATIONS,
    OUTPUT_MEDIA,
    STOP_SEQUENCE_TOLD,
    STOP_REASON,
    VENDOR_PARTS,
    VENDOR_FIELDS;

    /** Attachments of a kind. */
    public static Feature of(Media.Kind kind) {
        return switch (kind) {
            case IMAGE -> IMAGES;
            case DOCUMENT -> DOCUMENTS;
            case AUDIO -> AUDIO;
            case VIDEO -> VIDEO;
        };
    }

    /** As it stands in {@code x-ninerouter-dropped} and in the docs: {@code tool-result-media}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
