package dev.cnilab.lab.door;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A proxy before an API server, with a keeper that admits requests. Its clients never see the
 * token, so they cannot bypass it.
 */
public final class Door implements AutoCloseable {

  /** The time to read the rest of a refused request, in milliseconds. */
  private static final int REST = 1000;

  /** Requests that become a stream; any other connection ends with its answer. */
  private static final Pattern STREAMS = Pattern.compile(".*/(exec|attach|portforward)");

  private final ProxiedServer upstream;
  private final Keeper keeper;
  private final ServerSocket door;

  private Door(ProxiedServer upstream, Keeper keeper, ServerSocket door) {
    this.upstream = upstream;
    this.keeper = keeper;
    this.door = door;
  }

  /**
   * Opens a door on a free port of this machine.
   *
   * @param kubeconfig leads to the server, with a token
   * @throws LabException if there is no free port
   */
  public static Door before(String kubeconfig, Keeper keeper) {
    try {
      ServerSocket door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
      Door opened = new Door(ProxiedServer.of(kubeconfig), keeper, door);
      Thread.ofVirtual().start(opened::serve);
      return opened;
    } catch (IOException e) {
      throw LabException.of(
          "could not listen on a port of this machine", e.toString(), Suggestions.RUN_AGAIN);
    }
  }

  /** The kubeconfig to reach the cluster through it. */
  public String kubeconfig() {
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: kubernetes
      cluster: {server: "http://127.0.0.1:%d"}
    contexts:
    - name: kubernetes
      context: {cluster: kubernetes, user: you}
    current-context: kubernetes
    users:
    - name: you
      user: {}
    """
        .formatted(door.getLocalPort());
  }

  private void serve() {
    while (!door.isClosed()) {
      try {
        Socket caller = door.accept();
        Thread.ofVirtual().start(() -> serve(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** Serves one request per connection, so that each request is seen. */
  private void serve(Socket caller) {
    try (caller) {
      Optional<RequestHead> request = RequestHead.read(caller.getInputStream());
      if (request.isEmpty()) {
        return;
      }
      Optional<String> refusal = keeper.refusal(request.get());
      if (refusal.isEmpty()) {
        pass(request.get(), caller);
      } else {
        refuse(caller, refusal.get());
      }
    } catch (IOException cutOff) {
      // The client or the cluster has closed the connection; the other one notices by itself.
    }
  }

  private void pass(RequestHead request, Socket caller) throws IOException {
    RequestHead passed =
        STREAMS.matcher(request.path()).matches()
            ? request
            : request.without("Upgrade").with("Connection", "close");
    if (passed.header("Authorization").isEmpty()) {
      passed = passed.with("Authorization", "Bearer " + upstream.token());
    }
    try (Socket server = upstream.connect()) {
      OutputStream toServer = server.getOutputStream();
      toServer.write(passed.bytes());
      toServer.flush();
      Thread.ofVirtual().start(() -> hand(caller, server));
      server.getInputStream().transferTo(caller.getOutputStream());
    }
  }

  /** Copies the rest of the client's data; closing ends both directions. */
  private static void hand(Socket caller, Socket server) {
    try (server) {
      caller.getInputStream().transferTo(server.getOutputStream());
    } catch (IOException over) {
      // The answer is complete, or its receiver is gone.
    }
  }

  private static void refuse(Socket caller, String why) throws IOException {
    byte[] body = status(why).getBytes(StandardCharsets.UTF_8);
    OutputStream out = caller.getOutputStream();
    out.write(
        """
        HTTP/1.1 403 Forbidden\r
        Content-Type: application/json\r
        Content-Length: %d\r
        Connection: close\r
        \r
        """
            .formatted(body.length)
            .getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
    caller.shutdownOutput();
    caller.setSoTimeout(REST);
    InputStream rest = caller.getInputStream();
    rest.transferTo(OutputStream.nullOutputStream()); // otherwise the answer is lost with a reset
  }

  /** A refusal in the form of an API server (meta/v1 Status). */
  private static String status(String why) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("apiVersion", "v1");
    status.put("kind", "Status");
    status.put("metadata", Map.of());
    status.put("status", "Failure");
    status.put("message", why);
    status.put("reason", "Forbidden");
    status.put("code", 403);
    return Json.of(status).toString();
  }

  /** Closes the door to all clients. */
  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw LabException.of("could not close a port", e.toString(), Suggestions.RUN_AGAIN);
    }
  }
}
