package dev.cnilab.lab.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The consoles of an embedded cluster's nodes. A command there depends on neither the kubelet,
 * containerd nor the network of its node.
 */
public final class Consoles {

  private static final int LOOK_MILLIS = 500;
  private static final int NORMAL = 1000;

  private final KubernetesClient client;

  Consoles(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Runs a command on a node and waits for its end.
   *
   * @param watch receives the output so far, twice a second while it runs
   * @throws LabException if it could not be started, or if the cell is interrupted
   */
  public ExecResult run(Consumer<String> watch, String node, List<String> command) {
    String tried = "could not run '" + String.join(" ", command) + "' on node " + node;
    CommandSocket running = new CommandSocket();
    try {
      WebSocket socket = open(running, node, command);
      try {
        int status = status(running, watch);
        return running.output().result(status);
      } catch (InterruptedException | ExecutionException cutOff) {
        watch.accept(running.output().out().text());
        throw cutOff;
      } finally {
        socket.sendClose(NORMAL, "");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LabException.of(tried, "the cell was interrupted", Suggestions.RUN_AGAIN);
    } catch (ExecutionException e) {
      throw LabException.of(
          tried,
          reason(requireNonNull(e.getCause())),
          running.output().isTooLong() ? Suggestions.PRINT_LESS : suggestion(e.getCause()));
    }
  }

  private WebSocket open(CommandSocket running, String node, List<String> command)
      throws InterruptedException, ExecutionException {
    String words =
        command.stream()
            .map(word -> "command=" + URLEncoder.encode(word, UTF_8))
            .collect(Collectors.joining("&"));
    String server = client.getMasterUrl().toString().replaceAll("/$", "");
    URI console = URI.create(server + Cluster.LAB_GROUP + "/consoles/" + node + "/exec?" + words);
    HttpClient http = client.getHttpClient();
    return http.newWebSocketBuilder()
        .uri(WebSocket.toWebSocketUri(console))
        .subprotocol(CommandSocket.SUBPROTOCOL)
        .buildAsync(running)
        .get();
  }

  /** Waits for the end of a command; one of which not all output is kept has failed. */
  static int status(CommandSocket running, Consumer<String> watch)
      throws InterruptedException, ExecutionException {
    while (true) {
      try {
        int status = running.ended().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (running.output().isTooLong()) {
          throw new ExecutionException(new IOException(Printing.TOO_MUCH));
        }
        return status;
      } catch (TimeoutException itStillRuns) {
        watch.accept(running.output().out().text());
        if (running.output().isTooLong()) {
          throw new ExecutionException(new IOException(Printing.TOO_MUCH_AND_ENDED));
        }
      }
    }
  }

  private static String suggestion(@Nullable Throwable failure) {
    return failure instanceof WebSocketHandshakeException
        ? Suggestions.LIST_NODES
        : Suggestions.RUN_AGAIN;
  }

  private static String reason(Throwable failure) {
    if (failure instanceof WebSocketHandshakeException refused) {
      return "its console answers with HTTP " + refused.getResponse().code();
    }
    return String.valueOf(failure.getMessage());
  }
}
