package dev.cnilab.cluster.image.library;

import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code nginx} with the servers of /etc/nginx/conf.d: by default one directory on port 80. */
final class Nginx implements EventProgram {
  private static final String SITES = "/etc/nginx/conf.d";
  private static final String VERSION = "nginx/1.27.5";

  private static final DateTimeFormatter LOG_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss +0000", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter ERROR_TIME =
      DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss").withZone(ZoneOffset.UTC);

  @Override
  public void begin(Process process) {
    notice(process, "notice", "using the \"epoll\" event method");
    notice(process, "notice", VERSION);
    for (NginxSite site : sites(process)) {
      try {
        HttpServer.listen(process, site.port(), VERSION, request -> logged(process, site, request));
      } catch (ErrnoException taken) {
        notice(
            process,
            "emerg",
            "bind() to 0.0.0.0:" + site.port() + " failed (98: Address already in use)");
        process.end(1);
        return;
      }
    }
    notice(process, "notice", "start worker processes");
    process.signals().handle(Signal.QUIT, () -> process.end(0));
    process.signals().handle(Signal.TERM, () -> process.end(0));
  }

  private static List<NginxSite> sites(Process process) {
    StringBuilder configuration = new StringBuilder();
    try {
      for (String name : process.files().list(SITES)) {
        if (name.endsWith(".conf")) {
          configuration.append(process.files().readText(SITES + "/" + name)).append('\n');
        }
      }
    } catch (IOException gone) {
      notice(process, "warn", "nothing can be read in " + SITES);
    }
    return NginxSite.parse(configuration.toString());
  }

  private static void notice(Process process, String level, String text) {
    String time = ERROR_TIME.format(process.now());
    int pid = process.pidInside();
    process.err().println("%s [%s] %d#%d: %s".formatted(time, level, pid, pid, text));
  }

  private static HttpResponse logged(Process process, NginxSite site, HttpRequest request) {
    HttpResponse response = answer(process, site, request);
    process
        .out()
        .println(
            "%s - - [%s] %s %d %d \"-\" %s \"-\""
                .formatted(
                    request.client(),
                    LOG_TIME.format(process.now()),
                    GoText.quote(request.method() + " " + request.target() + " HTTP/1.1"),
                    response.status(),
                    response.body().getBytes(StandardCharsets.UTF_8).length,
                    GoText.quote(request.userAgent().isEmpty() ? "-" : request.userAgent())));
    return response;
  }

  private static HttpResponse answer(Process process, NginxSite site, HttpRequest request) {
    Optional<NginxSite.Fixed> fixed = site.fixed(request.path());
    if (fixed.isPresent()) {
      int status = fixed.get().status();
      return new HttpResponse(
          status, status == 200 ? "OK" : "Status", fixed.get().type(), fixed.get().body());
    }
    String path =
        site.root(request.path())
            + request.path()
            + (request.path().endsWith("/") ? "index.html" : "");
    try {
      return HttpResponse.ok(
          path.endsWith(".html") ? "text/html" : "text/plain", process.files().readText(path));
    } catch (IOException missing) {
      return new HttpResponse(404, "Not Found", "text/html", NOT_FOUND);
    }
  }

  private static final String NOT_FOUND =
      """
      <html>
      <head><title>404 Not Found</title></head>
      <body>
      <center><h1>404 Not Found</h1></center>
      <hr><center>%s</center>
      </body>
      </html>
      """
          .formatted(VERSION)
          .replace("\n", "\r\n");

  /** The configuration that the image comes with. */
  static final String SITE =
      """
      server {
          listen       80;
          listen  [::]:80;
          server_name  localhost;

          location / {
              root   /usr/share/nginx/html;
              index  index.html index.htm;
          }

          error_page   500 502 503 504  /50x.html;
          location = /50x.html {
              root   /usr/share/nginx/html;
          }
      }
      """;

  static final String WELCOME =
      """
      <!DOCTYPE html>
      <html>
      <head>
      <title>Welcome to nginx!</title>
      <style>
      html { color-scheme: light dark; }
      body { width: 35em; margin: 0 auto;
      font-family: Tahoma, Verdana, Arial, sans-serif; }
      </style>
      </head>
      <body>
      <h1>Welcome to nginx!</h1>
      <p>If you see this page, the nginx web server is successfully installed and
      working. Further configuration is required.</p>

      <p>For online documentation and support please refer to
      <a href="http://nginx.org/">nginx.org</a>.<br/>
      Commercial support is available at
      <a href="http://nginx.com/">nginx.com</a>.</p>

      <p><em>Thank you for using nginx.</em></p>
      </body>
      </html>
      """;
}
