package dev.cnilab.cluster.image.agnhost;

import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.cluster.image.agnhost.call.Answers;
import dev.cnilab.cluster.image.agnhost.call.GoLog;
import dev.cnilab.cluster.image.agnhost.call.ServerLifetime;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.Map;

/** {@code test-webserver}: serves every file of the container. */
final class TestWebserver implements AgnhostCommand {
  @Override
  public Map<String, String> flags() {
    return Map.of("port", "80");
  }

  @Override
  public int run(Process process, AgnhostFlags flags) {
    int port = flags.number("port");
    try {
      HttpServer.listen(process, port, "", request -> answer(process, request));
    } catch (ErrnoException taken) {
      return new GoLog(process).fatal(GoNet.listen(":" + port, taken));
    }
    return ServerLifetime.untilTerminated(process);
  }

  private static HttpResponse answer(Process process, HttpRequest request) {
    return file(process, request.path())
        .withHeader("Cache-Control", "private")
        .withHeader("Access-Control-Allow-Origin", "*")
        .withHeader("Access-Control-Allow-Credentials", "true")
        .withHeader("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
  }

  private static HttpResponse file(Process process, String path) {
    try {
      if (!process.files().isDirectory(path)) {
        return Answers.text(200, process.files().readText(path));
      }
      return path.endsWith("/") ? listing(process, path) : Answers.redirect(301, path + "/");
    } catch (IOException missing) {
      return HttpResponse.notFound();
    }
  }

  private static HttpResponse listing(Process process, String directory) throws IOException {
    if (process.files().exists(directory + "index.html")) {
      return file(process, directory + "index.html");
    }
    StringBuilder page = new StringBuilder("<!doctype html>\n<pre>\n");
    for (String name : process.files().list(directory)) {
      String entry = name + (process.files().isDirectory(directory + name) ? "/" : "");
      page.append("<a href=\"" + entry + "\">" + entry + "</a>\n");
    }
    return HttpResponse.ok("text/html; charset=utf-8", page.append("</pre>\n").toString());
  }
}
