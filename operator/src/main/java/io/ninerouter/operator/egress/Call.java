package io.ninerouter.operator.egress;

import io.ninerouter.egress.TlsFailures;
import io.ninerouter.operator.egress.OutboundException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * One call. It runs on one thread; {@link #expire} and {@link #close} come from others, and end it wherever it is. Whatever
 * goes wrong is told by its kind: messages of exceptions may hold addresses and headers.
 */
final class Call {
    static final int CONNECT_MILLIS = 5_000;

    private static final Set<String> OWN = Set.of("connection", "content-length", "expect", "host", "upgrade");
    private static final int MAX_LINE = 64 << 10;
    private static final int MAX_HEADERS = 200;

    private final OutboundRequest request;
    private final CompletableFuture<OutboundReply> answer = new CompletableFuture<>();
    private final List<Socket> sockets = new ArrayList<>();
    private @Nullable OutboundReply head;
    private byte[] body = {};
    private boolean over;
    private boolean sent;

    Call(OutboundRequest request) {
        this.request = request;
    }

    /** How a connection is opened, given who is told of each socket. */
    @FunctionalInterface
    interface Ways {
        Dialing by(Consumer<Socket> opened) throws OutboundException;
    }

    CompletableFuture<OutboundReply> answer() {
        return answer;
    }

    void run(Ways ways) {
        try {
            check();
            Socket socket = ways.by(this::opened).open(request.uri());
            exchange(socket);
        } catch (OutboundException e) {
            answer.completeExceptionally(e);
        } catch (SSLException e) {
            // A server asks for a certificate after its handshake (TLS 1.3).
            answer.completeExceptionally(new OutboundException(Kind.TLS, host() + " " + TlsFailures.told(e), sent));
        } catch (IOException | HttpException e) {
            answer.completeExceptionally(broken());
        } catch (RuntimeException e) {
            // Of addresses and headers that a library does not like; its message may hold them.
            answer.completeExceptionally(unsendable());
        }
    }

    /** Time is up: what has come by then is the answer, if its head has. */
    synchronized void expire() {
        over = true;
        if (head == null) {
            answer.completeExceptionally(new OutboundException(Kind.TIMEOUT, host() + " did not answer in time", sent));
        } else {
            answer.complete(reply(head, false));
        }
    }

    synchronized void close() {
        over = true;
        sockets.forEach(OutboundClient::close);
        answer.completeExceptionally(broken());
    }

    private synchronized void opened(Socket socket) {
        sockets.add(socket);
        if (over) {
            OutboundClient.close(socket);
        }
    }

    /** From here on the other side may get the request; not once somebody was told that it did not. */
    private synchronized void sending() throws OutboundException {
        if (over) {
            throw broken();
        }
        sent = true;
    }

    private void check() throws OutboundException {
        boolean fits = request.uri().getHost() != null
                && request.headers().entrySet().stream()
                        .allMatch(header -> header.getKey().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
                                && header.getValue().chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~')));
        if (!fits) {
            throw unsendable();
        }
    }

    private void exchange(Socket socket) throws IOException, HttpException {
        Http1Config config = Http1Config.custom()
                .setMaxLineLength(MAX_LINE)
                .setMaxHeaderCount(MAX_HEADERS)
                .build();
        try (DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(config)) {
            if (socket instanceof SSLSocket secure) {
                connection.bind(secure, socket);
            } else {
                connection.bind(socket);
            }
            BasicClassicHttpRequest message = message();
            sending();
            connection.sendRequestHeader(message);
            if (message.getEntity() != null) {
                connection.sendRequestEntity(message);
            }
            connection.flush();
            ClassicHttpResponse response = connection.receiveResponseHeader();
            while (response.getCode() < 200) {
                response = connection.receiveResponseHeader();
            }
            OutboundReply begun = begun(response);
            if (!request.method().equals("HEAD") && response.getCode() != 204 && response.getCode() != 304) {
                connection.receiveResponseEntity(response);
                read(response.getEntity());
            }
            answer.complete(reply(begun, body.length <= request.most()));
        }
    }

    private BasicClassicHttpRequest message() {
        String path = request.uri().getRawPath();
        String query = request.uri().getRawQuery();
        BasicClassicHttpRequest message = new BasicClassicHttpRequest(
                request.method(), (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query));
        int port = request.uri().getPort();
        message.setHeader("Host", host() + (port < 0 ? "" : ":" + port));
        message.setHeader("Connection", "close");
        request.headers().forEach((name, value) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                message.setHeader(name, value);
            }
        });
        String text = request.body();
        if (text != null) {
            byte[] sent = text.getBytes(StandardCharsets.UTF_8);
            message.setHeader("Content-Length", Integer.toString(sent.length));
            message.setEntity(new ByteArrayEntity(sent, ContentType.APPLICATION_OCTET_STREAM));
        }
        return message;
    }

    private synchronized OutboundReply begun(ClassicHttpResponse response) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), none -> new ArrayList<>())
                    .add(String.valueOf(header.getValue()));
        }
        OutboundReply begun = new OutboundReply(response.getCode(), headers, "", false);
        head = begun;
        return begun;
    }

    /** One byte more than is wanted tells whether there is more. */
    private void read(@Nullable HttpEntity entity) throws IOException {
        InputStream in = entity == null ? InputStream.nullInputStream() : entity.getContent();
        byte[] piece = new byte[8_192];
        int length = 0;
        while (length <= request.most()) {
            int read = in.read(piece, 0, Math.min(piece.length, request.most() + 1 - length));
            if (read < 0) {
                return;
            }
            append(piece, read);
            length += read;
        }
    }

    private synchronized void append(byte[] piece, int read) {
        byte[] longer = Arrays.copyOf(body, body.length + read);
        System.arraycopy(piece, 0, longer, body.length, read);
        body = longer;
    }

    private OutboundReply reply(OutboundReply begun, boolean whole) {
        String text = new String(body, 0, Math.min(body.length, request.most()), StandardCharsets.UTF_8);
        return new OutboundReply(begun.status(), begun.headers(), text, whole);
    }

    private OutboundException broken() {
        return new OutboundException(Kind.BROKEN, "the connection to " + host() + " broke", sent);
    }

    private OutboundException unsendable() {
        return new OutboundException(
                Kind.UNSENDABLE, "the request cannot be sent: an address or header that HTTP does not allow");
    }

    private String host() {
        return request.uri().getHost();
    }
}
