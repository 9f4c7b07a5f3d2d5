package io.ninerouter.gateway.config;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches a document that may stand in several Secrets; tells of it when all of it is there. */
final class DocumentWatch implements AutoCloseable {
    static final long RETRY_MILLIS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(DocumentWatch.class);

    private final String name;
    private final PartReader parts;
    private final Reader reader;
    private final ScheduledExecutorService retries;
    private long seen;
    private volatile @Nullable SecretWatch watch;

    private DocumentWatch(String name, PartReader parts, Reader reader, ScheduledExecutorService retries) {
        this.name = name;
        this.parts = parts;
        this.reader = reader;
        this.retries = retries;
    }

    /** Is told of documents, one after the other; does not throw. */
    interface Reader {
        /** A document that is whole. */
        void read(Map<String, byte[]> data);

        /** One whose parts this release cannot put together. */
        void unreadable(Map<String, byte[]> data, String why);
    }

    /** Begins; returns at once, whether or not the API server is there. */
    static DocumentWatch start(
            KubernetesClient kubernetes,
            String namespace,
            String name,
            Reader reader,
            ScheduledExecutorService retries) {
        DocumentWatch document = new DocumentWatch(name, new PartReader(kubernetes, namespace), reader, retries);
        document.watch = SecretWatch.start(kubernetes, namespace, name, document::seen);
        return document;
    }

    /** Uid of the Router that the document belongs to; null = not known. */
    @Nullable
    String owner() {
        SecretWatch started = watch;
        return started == null ? null : started.owner();
    }

    @Override
    public void close() {
        SecretWatch started = watch;
        if (started != null) {
            started.close();
        }
    }

    private synchronized void seen(Map<String, byte[]> head) {
        long mine = ++seen;
        try {
            Map<String, byte[]> whole = parts.whole(head);
            if (whole != null) {
                reader.read(whole);
                return;
            }
            LOG.info("Secret {}: its parts are not all there yet, trying again", name);
        } catch (IllegalArgumentException e) {
            reader.unreadable(head, String.valueOf(e.getMessage()));
            return;
        } catch (KubernetesClientException e) {
            LOG.warn("Secret {}: a part could not be fetched, trying again: {}", name, e.getMessage());
        }
        again(head, mine);
    }

    /** Unless a newer one has come meanwhile. */
    private synchronized void retry(Map<String, byte[]> head, long number) {
        if (number == seen) {
            seen(head);
        }
    }

    /** What goes wrong in the task is told where it happens. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void again(Map<String, byte[]> head, long number) {
        try {
            retries.schedule(() -> retry(head, number), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("stopped while a part was waited for");
        }
    }
}
