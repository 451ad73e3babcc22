package dev.cnilab.cluster.apiserver.kubelet;

/** A running stream, from the caller's side. On the loop only. */
public interface ExecSession extends AutoCloseable {
  /**
   * Bytes for the command's input.
   *
   * @param taken called once the command has read them, so that more may follow
   */
  void stdin(byte[] bytes, Runnable taken);

  /** The input has ended. */
  void closeStdin();

  /** The caller's terminal has this size, in characters. */
  void resize(int columns, int rows);

  /** The caller is gone. */
  @Override
  void close();
}
