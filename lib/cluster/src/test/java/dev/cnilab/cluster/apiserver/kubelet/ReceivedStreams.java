package dev.cnilab.cluster.apiserver.kubelet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a caller has received of a command's output or a log, up to the room that it has. */
public final class ReceivedStreams implements StreamSink {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int room = Integer.MAX_VALUE;
  private Runnable listener = () -> {};
  private String end = "";
  private int pieces;

  /** Sets how many bytes it has room for. */
  public void setRoom(int bytes) {
    room = bytes;
    listener.run();
  }

  @Override
  public boolean hasRoom() {
    return out.size() < room;
  }

  @Override
  public void onRoom(Runnable other) {
    listener = other;
  }

  @Override
  public void stdout(byte[] bytes) {
    pieces++;
    out.writeBytes(bytes);
  }

  @Override
  public void stderr(byte[] bytes) {
    out.writeBytes(bytes);
  }

  @Override
  public void exit(int status) {
    end = "exit " + status;
  }

  @Override
  public void fail(String message) {
    end = message;
  }

  /** In how many pieces the output has come. */
  public int pieces() {
    return pieces;
  }

  /** How many bytes have come. */
  public int size() {
    return out.size();
  }

  public String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** {@code exit} and the status, or why the stream broke; empty until then. */
  public String end() {
    return end;
  }
}
