package dev.cnilab.cluster.cri;

import java.util.List;

/** The streaming service of one node; calls are as those of {@link CriRuntime}. */
public interface CriStreaming {
  /**
   * Runs a command in a running container with the caller's streams. Blocks until it has exited;
   * interrupting the task kills the command.
   *
   * @return its exit status
   */
  int exec(String containerId, List<String> command, ExecStreams streams);

  /**
   * Passes what a running container's main process writes from now on to a caller, and the caller's
   * input to the process if it reads any. Blocks until the process has exited; interrupting the
   * task only detaches the caller.
   */
  void attach(String containerId, ExecStreams streams);

  /**
   * Connects a caller with a port of a sandbox, from inside it. Blocks until both sides are done;
   * interrupting the task ends the connection.
   *
   * @throws CriException if nothing listens there
   */
  void portForward(String podSandboxId, int port, ExecStreams streams);
}
