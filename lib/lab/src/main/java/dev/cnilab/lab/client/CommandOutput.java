package dev.cnilab.lab.client;

import dev.cnilab.lab.client.message.ExecResult;

/** What a command prints. Any thread. */
final class CommandOutput {

  private final Printing out = new Printing();
  private final Printing err = new Printing();

  /** Its standard output. */
  Printing out() {
    return out;
  }

  /** Its standard error. */
  Printing err() {
    return err;
  }

  /** Whether it has printed more than is kept of one of them. */
  boolean isTooLong() {
    return out.isTooLong() || err.isTooLong();
  }

  /** How much is kept of both, in bytes. */
  int size() {
    return out.size() + err.size();
  }

  ExecResult result(int status) {
    return new ExecResult(out.text(), err.text(), status);
  }
}
