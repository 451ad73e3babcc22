package dev.cnilab.lab.client;

/**
 * What a command in a container printed.
 *
 * @param status its exit status, 0 if it succeeded
 */
public record ExecResult(String out, String err, int status) {

  public boolean succeeded() {
    return status == 0;
  }

  /** Both streams, and the status where it is not 0, as a terminal would show it. */
  public String printed() {
    String all = out + err;
    return succeeded()
        ? all
        : all + (all.isEmpty() || all.endsWith("\n") ? "" : "\n") + "[exit " + status + "]\n";
  }
}
