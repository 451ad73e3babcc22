package dev.cnilab.cluster.image.agnhost;

import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * {@code logs-generator}: prints a number of lines like an API server's, spread evenly over some
 * time.
 */
final class LogsGenerator implements AgnhostCommand {
  private static final List<String> METHODS = List.of("GET", "POST", "PUT");
  private static final List<String> NAMESPACES = List.of("kube-system", "default", "ns");

  @Override
  public Map<String, String> flags() {
    return Map.of("log-lines-total", "0", "run-duration", "0s");
  }

  @Override
  public Map<Character, String> letters() {
    return Map.of('t', "log-lines-total", 'd', "run-duration");
  }

  @Override
  public int run(Process process, AgnhostFlags flags) {
    int lines = flags.number("log-lines-total");
    Duration duration = GoDuration.parse(flags.text("run-duration")).orElse(Duration.ZERO);
    if (lines <= 0 || !duration.isPositive()) {
      process.err().println("Invalid total number of lines or duration: " + lines);
      return 255;
    }
    for (int id = 0; id < lines && process.isAlive(); id++) {
      log(process, id);
      process.loop().sleep(duration.dividedBy(lines));
    }
    return 0;
  }

  private static void log(Process process, int id) {
    Random random = process.loop().random();
    String pod = Integer.toString(36 * 36 + random.nextInt(35 * 36 * 36), 36);
    String line =
        "%d %s /api/v1/namespaces/%s/pods/%s %d"
            .formatted(
                id,
                METHODS.get(random.nextInt(METHODS.size())),
                NAMESPACES.get(random.nextInt(NAMESPACES.size())),
                pod,
                200 + random.nextInt(400));
    new Klog(process::now, process.pidInside(), process.err()::println)
        .plain("logs_generator.go:93", line);
  }
}
