package dev.cnilab.lab.client.message;

/**
 * The output of a command in a container.
 *
 * @param status its exit status, 0 if it succeeded
 */
public record ExecResult(String out, String err, int status) {

  public boolean succeeded() {
    return status == 0;
  }

  /** Both streams, and a nonzero status, as a terminal would show them. */
  public String printed() {
    String all = out + err;
    return succeeded()
        ? all
        : all + (all.isEmpty() || all.endsWith("\n") ? "" : "\n") + "[exit " + status + "]\n";
  }
}
