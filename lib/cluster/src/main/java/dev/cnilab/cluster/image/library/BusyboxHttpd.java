package dev.cnilab.cluster.image.library;

import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.List;

/** {@code httpd -f -p PORT -h DIRECTORY} of busybox: serves the files of a directory. */
final class BusyboxHttpd implements EventProgram {
  @Override
  public void begin(Process process) {
    List<String> arguments = process.arguments();
    String port = option(arguments, "-p", "80").replaceFirst(".*:", "");
    String home = process.resolve(option(arguments, "-h", "."));
    try {
      HttpServer.listen(
          process, Integer.parseInt(port), "", request -> answer(process, home, request));
    } catch (ErrnoException taken) {
      process.err().println("httpd: bind: " + taken.errno().text());
      process.end(1);
    }
  }

  private static String option(List<String> arguments, String flag, String otherwise) {
    for (int i = 1; i < arguments.size(); i++) {
      String each = arguments.get(i);
      if (each.equals(flag) && i + 1 < arguments.size()) {
        return arguments.get(i + 1);
      }
      if (each.startsWith(flag) && each.length() > flag.length()) {
        return each.substring(flag.length());
      }
    }
    return otherwise;
  }

  private static HttpResponse answer(Process process, String home, HttpRequest request) {
    String path = home + request.path() + (request.path().endsWith("/") ? "index.html" : "");
    try {
      String type = path.endsWith(".html") ? "text/html" : "text/plain";
      return HttpResponse.ok(type, process.files().readText(path));
    } catch (IOException missing) {
      return new HttpResponse(
          404,
          "Not Found",
          "text/html",
          """
          <HTML><HEAD><TITLE>404 Not Found</TITLE></HEAD>
          <BODY><H1>404 Not Found</H1>
          The requested URL was not found
          </BODY></HTML>
          """);
    }
  }
}
