package dev.cnilab.lab.shell;

import dev.cnilab.lab.client.message.ExecResult;

/** Outputs for tests, as a command in pod nettest-1 would print them. */
public final class Printed {

  private Printed() {}

  public static Output of(String out) {
    return new Output(
        "$ kubectl exec nettest-1 -- it",
        "kubectl exec nettest-1 -- it",
        new ExecResult(out, "", 0));
  }

  public static Output failed(String out, String err, int status) {
    return new Output("$ it", "it", new ExecResult(out, err, status));
  }
}
