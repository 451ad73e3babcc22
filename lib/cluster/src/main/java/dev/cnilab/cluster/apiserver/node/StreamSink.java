package dev.cnilab.cluster.apiserver.node;

/** Where a stream's output goes. On the loop only; never blocks. */
public interface StreamSink {
  /** Whether the caller keeps up; who writes on regardless fills memory. */
  default boolean hasRoom() {
    return true;
  }

  /** Says who is told, on the loop, each time there is room again. */
  default void onRoom(Runnable listener) {}

  void stdout(byte[] bytes);

  void stderr(byte[] bytes);

  /** The command has ended by itself; nothing follows. */
  void exit(int status);

  /** The connection that it came by has ended, for this reason; nothing follows. */
  default void cut(String why) {
    fail(why);
  }

  /** The stream broke or never began, for this reason; nothing follows. */
  void fail(String message);
}
