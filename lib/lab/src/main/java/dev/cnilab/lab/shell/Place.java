package dev.cnilab.lab.shell;

/** A pod or a node: a place with a network namespace, where commands run. */
public sealed interface Place permits Pod, Node {

  String name();

  /**
   * Runs a line of shell.
   *
   * @return its output, even if it failed
   */
  Output sh(String line);
}
