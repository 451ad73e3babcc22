package dev.cnilab.lab.door;

import dev.cnilab.lab.client.Json;
import dev.cnilab.lab.problem.LabException;
import dev.cnilab.lab.problem.Suggestions;
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
 * Stands before an API server, and has a keeper. The one who goes through it never sees the token,
 * so there is no other way in.
 */
public final class Door implements AutoCloseable {

  /** What is still to come of a request that was refused may take so long, in milliseconds. */
  private static final int REST = 1000;

  /** What goes on as a stream of its own; any other connection ends with its answer. */
  private static final Pattern STREAMS = Pattern.compile(".*/(exec|attach|portforward)");

  private final Upstream upstream;
  private final Keeper keeper;
  private final ServerSocket door;

  private Door(Upstream upstream, Keeper keeper, ServerSocket door) {
    this.upstream = upstream;
    this.keeper = keeper;
    this.door = door;
  }

  /**
   * Opens one on a free port of this machine.
   *
   * @param kubeconfig that leads to the server, with a token
   * @throws LabException if there is no such port
   */
  public static Door before(String kubeconfig, Keeper keeper) {
    try {
      ServerSocket door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
      Door opened = new Door(Upstream.of(kubeconfig), keeper, door);
      Thread.ofVirtual().start(opened::serve);
      return opened;
    } catch (IOException e) {
      throw LabException.of(
          "could not listen on a port of this machine", e.toString(), Suggestions.RUN_AGAIN);
    }
  }

  /** How the cluster is reached through it. */
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

  /** One request a connection, so that each is seen. */
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
      // The caller has left, or the cluster; either hears of it from its own end.
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

  /** What the caller goes on to say; who hangs up ends both ways. */
  private static void hand(Socket caller, Socket server) {
    try (server) {
      caller.getInputStream().transferTo(server.getOutputStream());
    } catch (IOException over) {
      // The answer is complete, or nobody waits for it.
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
    rest.transferTo(OutputStream.nullOutputStream()); // else the answer is lost with a reset
  }

  /** As an API server refuses (meta/v1 Status). */
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

  /** Nobody passes any more. */
  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw LabException.of("could not close a port", e.toString(), Suggestions.RUN_AGAIN);
    }
  }
}
