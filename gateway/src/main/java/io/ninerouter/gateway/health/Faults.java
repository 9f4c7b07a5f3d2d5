package io.ninerouter.gateway.health;

import org.jspecify.annotations.Nullable;

/**
 * Which answer is which {@link Fault}. Codes count before words, and words only where no code says what they say: a message
 * may quote the request, and a caller must not be able to shut an account with its own text. Stateless.
 */
public final class Faults {
    /** A message that is longer than this quotes or explains: it is not searched for what locks. */
    private static final int MAX_WORDS = 400;

    private Faults() {}

    /**
     * The fault that an answer is.
     *
     * @param status of the answer, or the one that an error inside a good answer means; below 400 = a page or a redirect
     *     where an answer was expected
     * @param accountIsOut whether the head says that the account is limited; see {@link RetryHints#wholeAccount}
     */
    public static Fault of(int status, Complaint said, boolean accountIsOut) {
        return switch (status) {
            case 400, 413, 422 -> request(status, said);
            case 401 -> Fault.CREDENTIAL_REFUSED;
            case 402 -> Fault.UNPAID;
            case 403 -> forbidden(said);
            case 404, 410 -> missing(said);
            case 405, 406, 409, 415, 425, 501 -> elsewhere(said);
            // 424: what the provider itself depends on has failed (Bedrock's model errors).
            case 408, 424 -> Fault.FAILING;
            case 429 -> limited(said, accountIsOut);
            default -> status >= 500 || status < 400 ? Fault.FAILING : Fault.BAD_REQUEST;
        };
    }

    /** The fault that a status is when nothing else is known. */
    public static Fault ofStatus(int status) {
        return of(status, Complaint.NONE, false);
    }

    private static Fault request(int status, Complaint said) {
        if (isUnpaid(said)) {
            return Fault.UNPAID;
        }
        // Google and xAI answer 400 to a key that they do not know.
        if (said.says("api_key_invalid", "invalid_api_key") || brief(said, "api key not valid", "incorrect api key")) {
            return Fault.CREDENTIAL_REFUSED;
        }
        if (isTooLong(said) || (status == 413 && said.says("rate_limit_exceeded"))) {
            return Fault.TOO_LONG;
        }
        Fault model = modelFault(said);
        if (model != null) {
            return model;
        }
        if (brief(said, "improperly formed request")) {
            // Kiro's order is its own: the same conversation may be to another's liking.
            return Fault.NOT_HERE;
        }
        return isFeature(said) ? Fault.FEATURE_MISSING : Fault.BAD_REQUEST;
    }

    private static Fault forbidden(Complaint said) {
        if (said.page()) {
            // A firewall in between: it has not seen the credential.
            return Fault.FAILING;
        }
        if (isUnpaid(said)) {
            return Fault.UNPAID;
        }
        if (said.says(
                        "unsupported_country_region_territory",
                        "account_suspended",
                        "account_disabled",
                        "user_suspended",
                        "temporarily_suspended",
                        // Code Assist: somebody has to verify the account, or it is barred.
                        "validation_required",
                        "tos_violation")
                || brief(
                        said,
                        "country, region, or territory not supported",
                        "location is not supported",
                        "has been suspended",
                        "has been disabled",
                        "has been banned",
                        "is suspended",
                        "terms of service")) {
            return Fault.SUSPENDED;
        }
        Fault model = modelFault(said);
        if (model != null) {
            return model;
        }
        if (said.says("content_policy_violation", "content_filter") || said.tells("requires moderation", "flagged")) {
            return Fault.BAD_REQUEST;
        }
        return Fault.CREDENTIAL_REFUSED;
    }

    /** Without a word on the model it may as well be the path that is missing, for this kind of request alone. */
    private static Fault missing(Complaint said) {
        Fault model = modelFault(said);
        if (model != null) {
            return model;
        }
        boolean named = said.says("not_found_error", "not_found", "notfounderror", "notfound")
                || said.codes().isEmpty();
        return named && brief(said, "model") ? Fault.MODEL_MISSING : Fault.NOT_HERE;
    }

    private static Fault elsewhere(Complaint said) {
        Fault model = modelFault(said);
        return model == null ? Fault.NOT_HERE : model;
    }

    private static Fault limited(Complaint said, boolean accountIsOut) {
        if (said.says("insufficient_quota", "billing_hard_limit_reached", "billing_not_active") || isUsedUp(said)) {
            return Fault.UNPAID;
        }
        boolean account = accountIsOut || said.says("usage_limit_reached", "usage_not_included");
        return account ? Fault.ACCOUNT_LIMITED : Fault.RATE_LIMITED;
    }

    /** Kiro: what the month's plan holds is used up; it takes money or the next month. */
    private static boolean isUsedUp(Complaint said) {
        return said.says("monthly_request_count", "overage_request_limit_exceeded");
    }

    private static boolean isUnpaid(Complaint said) {
        return isUsedUp(said)
                || said.says(
                        "insufficient_quota",
                        "insufficient_credits",
                        "insufficient_balance",
                        "billing_error",
                        "billing_hard_limit_reached",
                        "billing_not_active",
                        "payment_required")
                || brief(said, "credit balance is too low", "insufficient balance", "insufficient credit");
    }

    private static boolean isTooLong(Complaint said) {
        return said.says(
                        "context_length_exceeded",
                        "string_above_max_length",
                        "context_window_exceeded",
                        "content_length_exceeds_threshold")
                || said.tells(
                        "prompt is too long",
                        "input is too long",
                        "maximum context length",
                        "context window",
                        "context length",
                        "exceeds the maximum number of tokens",
                        "exceed context limit");
    }

    private static @Nullable Fault modelFault(Complaint said) {
        if (said.says(
                "model_not_found",
                "model_not_supported",
                "model_not_available",
                "model_not_allowed",
                "unsupported_model",
                "invalid_model",
                "unknown_model",
                "model_decommissioned",
                "model_terms_required",
                "model_permission_blocked_org",
                "invalid_model_id")) {
            return Fault.MODEL_MISSING;
        }
        boolean words = brief(said, "model")
                && said.tells(
                        "does not exist",
                        "not exist",
                        "no such model",
                        "unknown model",
                        "model not found",
                        "not a valid model",
                        "invalid model",
                        "model identifier is invalid",
                        "on-demand throughput isn",
                        "is not found for api version",
                        "model is not supported",
                        "model is not available",
                        "not have access to",
                        "no access to",
                        "don't have access to the model",
                        "has been deprecated",
                        "has been decommissioned",
                        "not accessible via");
        return words ? Fault.MODEL_MISSING_IN_WORDS : null;
    }

    private static boolean isFeature(Complaint said) {
        return said.says("unsupported_parameter", "unsupported_value", "unsupported_feature", "unsupported_media_type")
                || brief(
                        said,
                        "does not support",
                        "doesn't support",
                        "not supported with this model",
                        "is not supported by this model",
                        "not supported by the model",
                        "is not enabled for",
                        "image input is not",
                        "no endpoints found that support");
    }

    private static boolean brief(Complaint said, String... phrases) {
        return said.text().length() <= MAX_WORDS && said.tells(phrases);
    }
}
