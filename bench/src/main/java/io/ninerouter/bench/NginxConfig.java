package io.ninerouter.bench;

/**
 * nginx as a plain proxy at its best: one worker, connections kept on both sides, nothing logged, nothing on disk, streams
 * passed on as they come. Pure.
 */
final class NginxConfig {
    private NginxConfig() {}

    /**
     * The text of {@code nginx.conf}.
     *
     * @param port to listen on
     * @param upstreamPort of the upstream
     * @param folder for everything that nginx writes
     * @param root whether it is started by root, who may not lend its folder to another user
     */
    static String text(int port, int upstreamPort, String folder, boolean root) {
        return """
            %s
            daemon off;
            worker_processes 1;
            pid %s/nginx.pid;
            error_log stderr crit;
            events { worker_connections 4096; }
            http {
              access_log off;
              keepalive_requests 1000000000;
              client_max_body_size 64m;
              client_body_buffer_size 1m;
              client_body_temp_path %s/body;
              proxy_temp_path %s/proxy;
              fastcgi_temp_path %s/fastcgi;
              uwsgi_temp_path %s/uwsgi;
              scgi_temp_path %s/scgi;
              upstream provider {
                server 127.0.0.1:%d;
                keepalive 512;
                keepalive_requests 1000000000;
              }
              server {
                listen 127.0.0.1:%d;
                location / {
                  proxy_pass http://provider;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_buffering off;
                }
              }
            }
            """.formatted(
                        root ? "user root;" : "", folder, folder, folder, folder, folder, folder, upstreamPort, port);
    }
}
