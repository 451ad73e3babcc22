package dev.cnilab.cluster.kubelet.server;

import dev.cnilab.cluster.apiserver.kubelet.StreamSink;

/**
 * A stream that the kubelet closes when its command has ended.
 *
 * @param onClosed called after the last message
 */
record ClosingSink(StreamSink client, Runnable onClosed) implements StreamSink {
  @Override
  public boolean hasRoom() {
    return client.hasRoom();
  }

  @Override
  public void onRoom(Runnable listener) {
    client.onRoom(listener);
  }

  @Override
  public void stdout(byte[] bytes) {
    client.stdout(bytes);
  }

  @Override
  public void stderr(byte[] bytes) {
    client.stderr(bytes);
  }

  @Override
  public void exit(int status) {
    client.exit(status);
    onClosed.run();
  }

  @Override
  public void fail(String message) {
    client.fail(message);
    onClosed.run();
  }

  @Override
  public void cut(String why) {
    client.cut(why);
  }
}
