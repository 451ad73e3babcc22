package dev.cnilab.cluster.image.agnhost.netexec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.image.agnhost.call.Answers;
import dev.cnilab.cluster.image.agnhost.call.GoLog;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.Optional;

/** The paths that netexec serves. */
record NetexecRoutes(NetexecState state) {
  HttpResponse answer(HttpRequest request) {
    new GoLog(process()).line("GET " + request.target());
    return switch (request.path()) {
      case "/clientip" -> Answers.text(200, request.from().toString());
      case "/serverport" -> Answers.text(200, Integer.toString(state.httpPort()));
      case "/header" -> header(request);
      case "/dial" -> new NetexecDial(process()).answer(request);
      case "/echo" -> echo(request);
      case "/exit" -> exit(request);
      case "/healthz" -> Answers.text(state.isReady() ? 200 : 412, "");
      case "/readyz" -> readiness();
      case "/hostname", "/hostName" -> Answers.text(200, process().hostname());
      case "/envvar" -> variable(request.parameter("var"));
      case "/redirect" -> redirect(request);
      case "/shell" -> new NetexecShell(process()).answer(request);
      case "/shutdown" -> shutdown();
      case "/upload" -> Answers.text(200, "{\"error\":\"Unable to upload file.\"}");
      default -> Answers.text(200, "NOW: " + process().now());
    };
  }

  private Process process() {
    return state.process();
  }

  private static HttpResponse header(HttpRequest request) {
    String key = request.parameter("key");
    if (!key.isEmpty()) {
      return Answers.text(200, request.header(key));
    }
    ObjectNode all = Json.object();
    request.headers().forEach((name, value) -> all.putArray(name).add(value));
    return Answers.text(200, Json.text(all));
  }

  private static HttpResponse echo(HttpRequest request) {
    String code = request.parameter("code");
    if (code.isEmpty()) {
      return Answers.text(200, request.parameter("msg"));
    }
    return code.matches("\\d{3}")
        ? Answers.text(Integer.parseInt(code), request.parameter("msg"))
        : Answers.text(200, "argument 'code' must be an integer or empty, got \"" + code + "\"\n");
  }

  private HttpResponse readiness() {
    if (state.isShuttingDown()) {
      return Answers.text(503, "shutting down");
    }
    return state.isReady() ? Answers.text(200, "ok") : Answers.text(412, "");
  }

  private HttpResponse variable(String name) {
    if (name.isEmpty()) {
      return Answers.error(400, "'var' query parameter is required");
    }
    return Optional.ofNullable(process().environment().get(name))
        .map(value -> Answers.text(200, value))
        .orElseGet(() -> Answers.error(500, "env var \"" + name + "\" is not set"));
  }

  private static HttpResponse redirect(HttpRequest request) {
    String code = request.parameter("code");
    return code.isEmpty() || code.matches("\\d{3}")
        ? Answers.redirect(
            code.isEmpty() ? 302 : Integer.parseInt(code), request.parameter("location"))
        : Answers.text(200, "argument 'code' must be an integer or empty, got \"" + code + "\"\n");
  }

  private HttpResponse exit(HttpRequest request) {
    String code = request.parameter("code");
    if (!code.matches("\\d{0,3}")) {
      return Answers.text(
          200, "argument 'code' must be an integer [0-127] or empty, got \"" + code + "\"\n");
    }
    Duration wait = GoDuration.parse(request.parameter("wait")).orElse(Duration.ZERO);
    process().loop().sleep(wait);
    process().end(code.isEmpty() ? 0 : Integer.parseInt(code));
    return Answers.text(200, "");
  }

  private HttpResponse shutdown() {
    process().end(0);
    return Answers.text(200, "");
  }
}
