package io.ninerouter.quickstart.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs on the cluster that {@code KUBECONFIG} names with {@code -Pcluster}, else on the embedded API server. What the server
 * at hand does not have is skipped and says so.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("cluster")
@Timeout(300)
@ExtendWith(SiteExtension.class)
@interface OnCluster {}
