package io.ninerouter.operator.status;

import io.ninerouter.api.v1alpha1.Conditions;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.operator.credential.Standing;
import io.ninerouter.operator.probe.Answer;
import io.ninerouter.operator.probe.Probed;
import io.ninerouter.operator.status.Assessment.Truth;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether a provider takes a credential, as live traffic and checks without traffic tell: the newest clear word counts. */
final class CredentialCheck {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final String TAKEN = "the provider took the credential";
    private static final String UNUSED = "no request has used the credential yet";

    private CredentialCheck() {}

    /**
     * What traffic through the live replicas and checks say. Only what happened since the credential is what it is counts.
     * An answer that says neither yes nor no changes nothing.
     *
     * @param since when the credential became what it is; null = before anyone looked
     * @param probed what checks of this credential yielded
     */
    static Assessment assess(boolean needed, @Nullable Instant since, List<ConnectionReport> reports, Probed probed) {
        Instant refused = newest(reports, ConnectionReport::refusedAt, since);
        Instant success = newest(reports, ConnectionReport::lastSuccessAt, since);
        boolean refusedLast = refused != null && (success == null || refused.isAfter(success));
        if (!needed) {
            return refusedLast
                    ? assessment(Truth.FALSE, Reason.REFUSED, "the provider wants a credential" + detail(reports))
                    : assessment(Truth.TRUE, Reason.NOT_NEEDED, "the provider takes no credential");
        }
        Answer clear = probed.clear();
        Instant checked = probed.clearAt();
        if (clear != null && checked != null && isNewest(checked, refused, success)) {
            return clear.kind() == Answer.Kind.REFUSED
                    ? assessment(Truth.FALSE, Reason.REFUSED, clear.message())
                    : assessment(Truth.TRUE, Reason.VALID, TAKEN);
        }
        if (refusedLast) {
            return assessment(Truth.FALSE, Reason.REFUSED, "the provider refused the credential" + detail(reports));
        }
        return success == null ? unknown(probed) : assessment(Truth.TRUE, Reason.VALID, TAKEN);
    }

    /**
     * The same of an account that logs in: its Secret and its vendor tell, and of what traffic says only what concerns the token
     * that is there.
     *
     * @param mark of that token; null = there is none
     * @param trouble what goes wrong with its renewal; null = nothing
     */
    static Assessment assess(
            Standing standing,
            @Nullable String mark,
            List<ConnectionReport> reports,
            @Nullable String trouble,
            Instant now) {
        Assessment told = login(standing, now);
        if (told.truth() != Truth.TRUE) {
            // What cannot be begun is somebody's to see to.
            Reason reason = standing.state() == Standing.State.BEGINNING ? Reason.LOGIN_REQUIRED : told.reason();
            return trouble == null ? told : assessment(told.truth(), reason, told.message() + "; " + trouble);
        }
        boolean refused = mark != null
                && reports.stream().anyMatch(report -> report.refusedAt() != null && mark.equals(report.refusedMark()));
        if (refused) {
            return assessment(
                    Truth.FALSE, Reason.REFUSED, "the provider refused the access token, which is being renewed");
        }
        return trouble == null ? told : assessment(Truth.TRUE, Reason.REFRESH_FAILED, trouble);
    }

    /** What a Secret says of its account. */
    static Assessment login(Standing standing, Instant now) {
        Instant end = standing.expiresAt();
        return switch (standing.state()) {
            case LOGGED_IN ->
                end == null || now.isBefore(end)
                        ? assessment(
                                Truth.TRUE, standing.inVain() ? Reason.LOGIN_FAILED : Reason.VALID, standing.message())
                        : assessment(
                                Truth.FALSE,
                                Reason.EXPIRED,
                                "the access token expired at " + end + "; " + standing.message());
            case BEGINNING -> assessment(Truth.FALSE, Reason.PENDING, standing.message());
            case INCOMPLETE -> assessment(Truth.FALSE, Reason.LOGIN_INCOMPLETE, standing.message());
            case LOGIN_REQUIRED -> assessment(Truth.FALSE, Reason.LOGIN_REQUIRED, standing.message());
            case AWAITING_LOGIN -> assessment(Truth.FALSE, Reason.AWAITING_LOGIN, standing.message());
            case LOGIN_FAILED -> assessment(Truth.FALSE, Reason.LOGIN_FAILED, standing.message());
        };
    }

    /** When traffic last said yes or no of the credential; null = not since it is what it is. */
    static @Nullable Instant provenAt(@Nullable Instant since, List<ConnectionReport> reports) {
        Instant refused = newest(reports, ConnectionReport::refusedAt, since);
        Instant success = newest(reports, ConnectionReport::lastSuccessAt, since);
        return refused == null || (success != null && success.isAfter(refused)) ? success : refused;
    }

    private static boolean isNewest(Instant one, @Nullable Instant refused, @Nullable Instant success) {
        return (refused == null || one.isAfter(refused)) && (success == null || one.isAfter(success));
    }

    private static Assessment unknown(Probed probed) {
        Answer last = probed.last();
        if (last == null) {
            String never = probed.never();
            return assessment(
                    Truth.UNKNOWN, Reason.NOT_TRIED, UNUSED + (never == null ? "" : "; not checked: " + never));
        }
        return switch (last.kind()) {
            case OPEN, ABSENT -> assessment(Truth.UNKNOWN, Reason.NOT_CHECKABLE, UNUSED + "; " + last.message());
            case TAKEN, REFUSED, UNCLEAR ->
                assessment(Truth.UNKNOWN, Reason.INCONCLUSIVE, UNUSED + "; " + last.message());
        };
    }

    /**
     * Whether an error tells of a credential that is another one by now, or that was taken since. Of other errors nobody knows
     * whether they are over: they are told with their time.
     *
     * @param refused whether the credential counts as refused
     */
    static boolean isMended(ConnectionReport error, List<ConnectionReport> reports, boolean refused) {
        Instant at = Fleet.time(error.lastErrorAt());
        if (at == null || !isRefusal(error.lastErrorStatus())) {
            return false;
        }
        if (error.refusedAt() != null) {
            return !refused;
        }
        Instant success = newest(reports, ConnectionReport::lastSuccessAt, at);
        return success != null;
    }

    /** Whether a status is that of a refused credential. */
    static boolean isRefusal(@Nullable Integer status) {
        return status != null && (status == UNAUTHORIZED || status == FORBIDDEN);
    }

    /** The report of the newest error; null = there was none. */
    static @Nullable ConnectionReport newestError(List<ConnectionReport> reports) {
        return reports.stream()
                .filter(report -> Fleet.time(report.lastErrorAt()) != null)
                .max(Comparator.comparing(report -> Objects.requireNonNull(Fleet.time(report.lastErrorAt()))))
                .orElse(null);
    }

    private static String detail(List<ConnectionReport> reports) {
        ConnectionReport error = newestError(reports);
        Integer status = error == null ? null : error.lastErrorStatus();
        return status == null || status == 0 ? "" : " (" + status + ")";
    }

    private static @Nullable Instant newest(
            List<ConnectionReport> reports,
            Function<ConnectionReport, @Nullable String> field,
            @Nullable Instant since) {
        return reports.stream()
                .map(report -> Fleet.time(field.apply(report)))
                .filter(Objects::nonNull)
                .filter(at -> since == null || !at.isBefore(since))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static Assessment assessment(Truth truth, Reason reason, String message) {
        return new Assessment(Conditions.CREDENTIALS_VALID, truth, reason, message);
    }
}
