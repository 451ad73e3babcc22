package dev.cnilab.conformance.kubernetes.recorder;

import java.io.IOException;

/** Where commands are typed. */
interface RecordedShell extends AutoCloseable {
  /** Both streams of a command's output, and {@code [exit N]} if it failed. */
  String type(String command) throws IOException, InterruptedException;

  @Override
  void close();
}
