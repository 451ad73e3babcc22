package dev.cnilab.cluster.image.library;

import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** {@code http-echo -text=TEXT -listen=:PORT}: answers everything with one text. */
final class HttpEcho implements EventProgram {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss").withZone(ZoneOffset.UTC);

  @Override
  public void begin(Process process) {
    String text =
        argument(process, "text", process.environment().getOrDefault("ECHO_TEXT", "hello-world"));
    String listen = argument(process, "listen", ":5678");
    try {
      HttpServer.listen(
          process,
          Integer.parseInt(listen.replaceFirst(".*:", "")),
          "",
          request -> answer(process, text, request));
      log(process, "[INFO] server is listening on " + listen);
    } catch (ErrnoException taken) {
      log(
          process,
          "[ERR] server exited with: listen tcp " + listen + ": bind: address already in use");
      process.end(1);
    }
  }

  private static String argument(Process process, String name, String otherwise) {
    return process.arguments().stream()
        .map(argument -> argument.replaceFirst("^--?", ""))
        .filter(argument -> argument.startsWith(name + "="))
        .map(argument -> argument.substring(name.length() + 1))
        .findFirst()
        .orElse(otherwise);
  }

  private static void log(Process process, String line) {
    process.err().println(TIME.format(process.now()) + " " + line);
  }

  private static HttpResponse answer(Process process, String text, HttpRequest request) {
    String host = request.header("host");
    process
        .out()
        .println(
            "%s %s %s:0 %s 200 %d %s 0s"
                .formatted(
                    TIME.format(process.now()),
                    host,
                    request.client(),
                    GoText.quote(request.method() + " " + request.target() + " HTTP/1.1"),
                    text.length() + 1,
                    GoText.quote(request.userAgent())));
    return HttpResponse.ok("text/plain; charset=utf-8", text + "\n");
  }
}
