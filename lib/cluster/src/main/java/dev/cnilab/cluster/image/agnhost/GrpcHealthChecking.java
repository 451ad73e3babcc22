package dev.cnilab.cluster.image.agnhost;

import dev.cnilab.cluster.grpc.GrpcHealth;
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
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** {@code grpc-health-checking}: a gRPC server whose health HTTP requests change. */
final class GrpcHealthChecking implements AgnhostCommand {
  @Override
  public Map<String, String> flags() {
    return Map.of("port", "5000", "http-port", "8080", "service", "", "delay-unhealthy-sec", "-1");
  }

  @Override
  public int run(Process process, AgnhostFlags flags) {
    GoLog log = new GoLog(process);
    AtomicReference<GrpcHealth.Status> status = new AtomicReference<>(GrpcHealth.Status.SERVING);
    try {
      GrpcHealth.serve(
          process,
          flags.number("port"),
          service ->
              service.isEmpty() || service.equals(flags.text("service"))
                  ? status.get()
                  : GrpcHealth.Status.SERVICE_UNKNOWN);
      HttpServer.listen(process, flags.number("http-port"), "", request -> change(request, status));
    } catch (ErrnoException taken) {
      return log.fatal("failed to listen: bind: address already in use");
    }
    int delay = flags.number("delay-unhealthy-sec");
    if (delay >= 0) {
      process
          .loop()
          .schedule(Duration.ofSeconds(delay), () -> status.set(GrpcHealth.Status.NOT_SERVING));
    }
    log.line("gRPC server starting to listen on port " + flags.number("port"));
    return ServerLifetime.untilTerminated(process);
  }

  private static HttpResponse change(
      HttpRequest request, AtomicReference<GrpcHealth.Status> status) {
    switch (request.path()) {
      case "/make-serving" -> status.set(GrpcHealth.Status.SERVING);
      case "/make-not-serving" -> status.set(GrpcHealth.Status.NOT_SERVING);
      default -> {
        return HttpResponse.notFound();
      }
    }
    return Answers.text(200, "");
  }
}
