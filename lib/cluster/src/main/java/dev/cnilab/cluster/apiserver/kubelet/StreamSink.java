package dev.cnilab.cluster.apiserver.kubelet;

/** Receives a stream's output. On the loop only; never blocks. */
public interface StreamSink {
  /** Whether the caller keeps up; writing on regardless fills memory. */
  default boolean hasRoom() {
    return true;
  }

  /** Sets what is called, on the loop, each time there is room again. */
  default void onRoom(Runnable listener) {}

  void stdout(byte[] bytes);

  void stderr(byte[] bytes);

  /** The command has ended by itself; nothing follows. */
  void exit(int status);

  /** The underlying connection has ended, for this reason; nothing follows. */
  default void cut(String why) {
    fail(why);
  }

  /** The stream broke or never began, for this reason; nothing follows. */
  void fail(String message);
}
