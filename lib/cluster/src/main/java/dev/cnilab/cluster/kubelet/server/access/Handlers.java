package dev.cnilab.cluster.kubelet.server.access;

import java.util.List;

/**
 * Which parts of a kubelet's server are on; {@code InstallDebuggingDisabledHandlers} and {@code
 * InstallSystemLogHandler} of Kubernetes' {@code server.go}.
 *
 * @param debugging enableDebuggingHandlers: commands, logs and the pods that run
 * @param logs enableSystemLogHandler: the node's {@code /var/log}
 */
public record Handlers(boolean debugging, boolean logs) {
  private static final List<String> DEBUGGING =
      List.of("run", "exec", "attach", "portForward", "containerLogs", "runningpods", "logs");
  private static final int METHOD_NOT_ALLOWED = 405;

  /**
   * Requires the handler of a path.
   *
   * @throws AccessRefused if it is off
   */
  public void require(String path) {
    String root = path.replaceFirst("^/+", "").replaceFirst("/.*", "");
    if (!debugging && DEBUGGING.contains(root)) {
      throw new AccessRefused(METHOD_NOT_ALLOWED, "Debug endpoints are disabled.\n");
    }
    if (!logs && root.equals("logs")) {
      throw new AccessRefused(METHOD_NOT_ALLOWED, "logs endpoint is disabled.\n");
    }
  }
}
