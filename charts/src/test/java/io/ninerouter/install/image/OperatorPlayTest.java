package io.ninerouter.install.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class OperatorPlayTest {
    /** A name that the runtime does not know it passes over without a word. */
    @Test
    void everyCipherSuiteIsOneThatTheRuntimeOffersByItself() throws Exception {
        assertThat(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites())
                .containsAll(OperatorPlay.CIPHER_SUITES);
    }

    @Test
    void noneOfTheRuntimeWithEllipticCurvesIsLeftOut() throws Exception {
        assertThat(Arrays.stream(SSLContext.getDefault()
                                .getDefaultSSLParameters()
                                .getCipherSuites())
                        .filter(name -> name.startsWith("TLS_ECDHE_")))
                .isNotEmpty()
                .allMatch(OperatorPlay.CIPHER_SUITES::contains);
    }
}
