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
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.Process;
import java.time.Duration;

/** {@code liveness}: healthy for the first ten seconds only. */
final class Liveness implements AgnhostCommand {
  private static final int PORT = 8080;
  private static final Duration HEALTHY = Duration.ofSeconds(10);

  @Override
  public int run(Process process, AgnhostFlags flags) {
    try {
      HttpServer.listen(process, PORT, "", request -> answer(process, request));
    } catch (ErrnoException taken) {
      return new GoLog(process).fatal(GoNet.listen(":" + PORT, taken));
    }
    return ServerLifetime.untilTerminated(process);
  }

  private static HttpResponse answer(Process process, HttpRequest request) {
    Duration age = Duration.between(process.started(), process.loop().now());
    return switch (request.path()) {
      case "/started" -> Answers.text(200, GoText.duration(age));
      case "/healthz" ->
          age.compareTo(HEALTHY) > 0
              ? Answers.text(500, "error: " + age.toNanos() / 1e9)
              : Answers.text(200, "ok");
      case "/redirect" -> Answers.redirect(302, request.parameter("loc"));
      default -> HttpResponse.notFound();
    };
  }
}
