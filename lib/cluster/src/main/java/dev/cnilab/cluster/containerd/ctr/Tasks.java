package dev.cnilab.cluster.containerd.ctr;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.ExecStreams;
import dev.cnilab.cluster.goflag.GoFlagSet.Given;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.urfave.Flag;
import dev.cnilab.cluster.urfave.Flags;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.util.List;

/**
 * The commands {@code ctr tasks exec} and {@code ctr tasks kill}, which act on a running container.
 */
record Tasks(CriRuntime runtime) {
  static final Flags EXEC =
      Flags.of(
          Flag.text("cwd").refused(),
          Flag.bool("detach", "d").refused(),
          Flag.text("exec-id"),
          Flag.text("fifo-dir").refused(),
          Flag.text("log-uri").refused(),
          Flag.bool("tty", "t"),
          Flag.text("user").refused());
  static final Flags KILL =
      Flags.of(
          Flag.bool("all", "a").refused(),
          Flag.text("exec-id").refused(),
          Flag.text("signal", "s"));

  int exec(Process process, Given given, String namespace) {
    List<String> words = given.operands();
    requirePid(words, namespace);
    if (words.size() < 2) {
      throw new CtrFailure("command must be provided");
    }
    ExecStreams.Mode mode = given.has("tty") ? ExecStreams.Mode.TTY : ExecStreams.Mode.PIPES;
    ExecStreams streams = new ExecStreams(process.in(), process.out(), process.err(), mode);
    try {
      return runtime.streaming().exec(words.getFirst(), words.subList(1, words.size()), streams);
    } catch (CriException failed) {
      String text = String.valueOf(failed.getMessage());
      throw new CtrFailure(text.substring(Math.max(0, text.indexOf("OCI runtime"))));
    }
  }

  int kill(Process process, Given given, String namespace) {
    int pid = requirePid(given.operands(), namespace);
    String name = given.optional("signal").orElse("SIGTERM");
    Signal signal = Signal.parse(name).orElseThrow(() -> new CtrFailure("invalid signal: " + name));
    try {
      process
          .pidNamespace()
          .find(pid)
          .orElseThrow(() -> new CtrFailure("process already finished: not found"))
          .signals()
          .take(signal, process);
    } catch (ErrnoException refused) {
      throw new CtrFailure(GoText.errno(refused));
    }
    return 0;
  }

  /** The PID of the task in the first operand. */
  private int requirePid(List<String> operands, String namespace) {
    if (operands.isEmpty()) {
      throw new CtrFailure("container id must be provided");
    }
    String id = operands.getFirst();
    Integer pid = new Listings(runtime).tasks(namespace).get(id);
    if (pid == null) {
      throw new CtrFailure(
          "container %s in namespace %s: not found"
              .formatted(GoText.quote(id), GoText.quote(namespace)));
    }
    return pid;
  }
}
