package dev.cnilab.lab.guard;

import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A process on a node that waits for signs of life, and restores the node's CNI files if there have
 * been none for ten minutes. It is a script (switch.sh) that leaves the pod from which it was
 * started, so it survives the kernel, JupyterLab and the API server.
 */
final class DeadMansSwitch {

  /** The files it keeps a copy of. */
  static final String KEPT =
      "/etc/cni/net.d, /opt/cni/bin, /run/flannel, every interface's MTU, the tunnel's routes and"
          + " the rules of iptables";

  private static final String SCRIPT = "/var/lib/cni-lab/switch.sh";

  /** The line of shell that removes the switch from its node, if there is one. */
  static final String DISARM = "[ ! -e " + SCRIPT + " ] || sh " + SCRIPT + " disarm";

  /**
   * The line of shell that restores the node's state from when its switch was armed, if there is
   * one.
   */
  static final String RESTORE = "[ ! -e " + SCRIPT + " ] || sh " + SCRIPT + " restore";

  private static final int SIGNS_A_LIMIT = 10;

  private final ScheduledExecutorService life;

  private DeadMansSwitch(ScheduledExecutorService life) {
    this.life = life;
  }

  /** Ten minutes, or the seconds in CNILAB_SWITCH_SECONDS. */
  private static long limit() {
    String seconds = System.getenv("CNILAB_SWITCH_SECONDS");
    return seconds == null ? 600 : Long.parseLong(seconds);
  }

  /**
   * Makes the copies, starts the process, and gives signs of life until this JVM ends.
   *
   * @throws LabException if the node could not be prepared; it is then unchanged
   */
  static DeadMansSwitch arm(String node, NodeShell shell) {
    String install =
        "mkdir -p /var/lib/cni-lab && echo %s | base64 -d >%s && sh %s arm %d"
            .formatted(Base64.getEncoder().encodeToString(script()), SCRIPT, SCRIPT, limit());
    ExecResult armed = shell.run(install);
    if (armed.status() != 0) {
      throw LabException.of(
          "did not change node " + node + ", because its files could not be kept",
          armed.printed().strip(),
          Suggestions.PREPARE_THE_NODE);
    }
    ScheduledExecutorService life =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sign of life to " + node).factory());
    long pause = Math.max(1, limit() / SIGNS_A_LIMIT);
    var unused = life.scheduleWithFixedDelay(() -> giveSign(shell), pause, pause, TimeUnit.SECONDS);
    return new DeadMansSwitch(life);
  }

  private static void giveSign(NodeShell shell) {
    try {
      shell.run("touch /var/lib/cni-lab/alive");
    } catch (LabException theNextOneMayArrive) {
      // A cluster with a broken network may well not answer, which is what the limit is for.
    }
  }

  /** Stops giving signs of life. */
  void silence() {
    life.shutdownNow();
  }

  private static byte[] script() {
    try (InputStream in =
        Objects.requireNonNull(DeadMansSwitch.class.getResourceAsStream("switch.sh"))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
