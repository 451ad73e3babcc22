package dev.cnilab.lab.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cnilab.lab.client.message.Json;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * Receives a command's output over a WebSocket, in {@code v4.channel.k8s.io}: each message is a
 * channel number and bytes of standard output or standard error, or the Status at the end.
 */
final class CommandSocket implements WebSocket.Listener {

  static final String SUBPROTOCOL = "v4.channel.k8s.io";

  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int STATUS = 3;

  private final CommandOutput output = new CommandOutput();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();

  /**
   * Completes with the exit status; with an IOException if it could not be started or was cut off.
   */
  CompletableFuture<Integer> ended() {
    return ended;
  }

  CommandOutput output() {
    return output;
  }

  @Override
  public void onMessage(WebSocket socket, ByteBuffer message) {
    int channel = message.hasRemaining() ? message.get() : STDOUT;
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    switch (channel) {
      case STDOUT -> output.out().write(bytes, 0, bytes.length);
      case STDERR -> output.err().write(bytes, 0, bytes.length);
      case STATUS -> end(Json.parse(new String(bytes, UTF_8)));
      default -> {}
    }
    socket.request();
  }

  private void end(Json status) {
    String exit =
        status.list("/details/causes").stream()
            .filter(cause -> cause.text("/reason").equals("ExitCode"))
            .map(cause -> cause.text("/message"))
            .findFirst()
            .orElse(status.text("/status").equals("Success") ? "0" : "");
    if (exit.isEmpty()) {
      ended.completeExceptionally(new IOException(status.text("/message")));
    } else {
      ended.complete(Integer.parseInt(exit));
    }
  }

  @Override
  public void onClose(WebSocket socket, int code, String reason) {
    ended.completeExceptionally(new IOException("the connection was closed: " + reason));
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    ended.completeExceptionally(failure);
  }
}
