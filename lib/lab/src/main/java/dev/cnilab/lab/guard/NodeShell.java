package dev.cnilab.lab.guard;

import dev.cnilab.lab.client.message.ExecResult;

/** A shell on one node that bypasses the guard. */
@FunctionalInterface
public interface NodeShell {

  /** Runs a line of shell in the node's own namespaces, as root. */
  ExecResult run(String line);
}
