package dev.cnilab.cluster.apiserver.kubelet;

import java.util.List;

/**
 * A command to run in a container.
 *
 * @param container "" only {@link #outsideOfPods}: otherwise the API server has chosen one
 * @param stdin whether the command gets the caller's input, or else an empty one
 * @param tty whether input and both outputs are a terminal; everything then comes as stdout
 */
public record ExecRequest(
    String namespace,
    String pod,
    String container,
    List<String> command,
    boolean stdin,
    boolean tty) {
  /** A command that an extension of the API runs, in no pod. */
  public static ExecRequest outsideOfPods(List<String> command, boolean stdin, boolean tty) {
    return new ExecRequest("", "", "", command, stdin, tty);
  }
}
