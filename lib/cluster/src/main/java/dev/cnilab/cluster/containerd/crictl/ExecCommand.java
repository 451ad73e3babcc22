package dev.cnilab.cluster.containerd.crictl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.ExecStreams;
import dev.cnilab.cluster.goflag.GoFlagSet.Given;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.urfave.Flag;
import dev.cnilab.cluster.urfave.Flags;
import dev.cnilab.userland.process.Process;
import java.io.InputStream;
import java.util.List;

/** {@code crictl exec}; without {@code -i} the command gets no input. */
record ExecCommand(CriRuntime runtime) {
  static final Flags FLAGS =
      Flags.of(
          Flag.bool("interactive", "i"),
          Flag.bool("sync", "s"),
          Flag.bool("tty", "t"),
          Flag.number("timeout").refused());

  boolean run(Process process, Given given) {
    List<String> words = given.operands();
    if (words.size() < 2) {
      return false;
    }
    String id = words.getFirst();
    List<String> command = words.subList(1, words.size());
    boolean reads = given.has("interactive") && !given.has("sync");
    InputStream in = reads ? process.in() : InputStream.nullInputStream();
    ExecStreams.Mode mode = given.has("tty") ? ExecStreams.Mode.TTY : ExecStreams.Mode.PIPES;
    int status;
    try {
      status =
          runtime
              .streaming()
              .exec(id, command, new ExecStreams(in, process.out(), process.err(), mode));
    } catch (CriException failed) {
      new Klog(process::now, process.pid(), process.err()::println)
          .failure(
              "remote_runtime.go:760",
              failed.getMessage(),
              "Exec cmd from runtime service failed",
              "containerID",
              id,
              "cmd",
              new ObjectMapper().<JsonNode>valueToTree(command));
      throw CrictlFailure.wrapping(attempt(given, id), failed);
    }
    if (status != 0 && given.has("sync")) {
      process.err().println("non-zero exit code");
      throw process.exit(status);
    } else if (status != 0) {
      throw new CrictlFailure(attempt(given, id) + ": command terminated with exit code " + status);
    }
    return true;
  }

  private static String attempt(Given given, String id) {
    return "execing command in container " + id + (given.has("sync") ? " synchronously" : "");
  }
}
