package dev.cnilab.cluster.containerd.crictl;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.Deadline;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How long crictl waits for the runtime.
 *
 * @param timeout of one call: {@code --timeout}
 */
record CallTimeout(Duration timeout) {
  /** Without the option. */
  static final CallTimeout USUAL = new CallTimeout(Duration.ofSeconds(2));

  /**
   * Makes a call for a sandbox; a failure is logged by the client of the CRI itself. Blocks.
   *
   * @param place the line of that client
   */
  void call(Process process, String place, String name, String id, Consumer<Deadline> call) {
    try {
      Deadline.limit(
          process.loop(),
          Deadline.never(),
          timeout,
          deadline -> {
            call.accept(deadline);
            return id;
          });
    } catch (CriException failed) {
      new Klog(process::now, process.pid(), process.err()::println)
          .failure(
              place,
              String.valueOf(failed.getMessage()),
              name + " from runtime service failed",
              "podSandboxID",
              id);
      throw failed;
    }
  }
}
