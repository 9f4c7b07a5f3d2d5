package io.ninerouter.egress;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** What a failed handshake means, for people. Stateless. */
public final class TlsFailures {
    private TlsFailures() {}

    /** The end of a sentence that begins with who was to be reached; holds nothing of any certificate. */
    public static String told(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
                return "shows a certificate of an authority that is not trusted, or one that is over";
            }
            if (cause instanceof CertificateException && cause.getCause() == null) {
                return "shows a certificate that is not for this name, or cannot be trusted";
            }
        }
        String said = String.valueOf(failure.getMessage());
        return said.contains("certificate_required") || said.contains("bad_certificate")
                ? "could not be reached over TLS: it wants a client certificate, or does not take the one it was shown"
                : "could not be reached over TLS";
    }
}
