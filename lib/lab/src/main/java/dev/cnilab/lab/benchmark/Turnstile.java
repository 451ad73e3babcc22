package dev.cnilab.lab.benchmark;

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
 * Stands before an API server, counts the commands of a program, and refuses those beyond its
 * budget. The program never sees the token, so there is no other way in.
 */
final class Turnstile implements AutoCloseable {

  /** What is still to come of a request that was refused may take so long, in milliseconds. */
  private static final int REST = 1000;

  /** What goes on as a stream of its own; any other connection ends with its answer. */
  private static final Pattern STREAMS = Pattern.compile(".*/(exec|attach|portforward)");

  private final Upstream upstream;
  private final Commands commands;
  private final int most;
  private final ServerSocket door;

  private Turnstile(Upstream upstream, int most, ServerSocket door) {
    this.upstream = upstream;
    this.commands = new Commands(most);
    this.most = most;
    this.door = door;
  }

  /**
   * Opens one on a free port of this machine.
   *
   * @param most commands that pass
   */
  static Turnstile before(String kubeconfig, int most) {
    try {
      ServerSocket door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
      Turnstile turnstile = new Turnstile(Upstream.of(kubeconfig), most, door);
      Thread.ofVirtual().start(turnstile::serve);
      return turnstile;
    } catch (IOException e) {
      throw LabException.of(
          "could not listen on a port of this machine", e.toString(), Suggestions.RUN_AGAIN);
    }
  }

  /** How a program reaches the cluster. */
  String kubeconfig() {
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

  Commands commands() {
    return commands;
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
      if (commands.admits(request.get())) {
        pass(request.get(), caller);
      } else {
        refuse(caller);
      }
    } catch (IOException cutOff) {
      // The program has left, or the cluster; either hears of it from its own end.
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

  private void refuse(Socket caller) throws IOException {
    byte[] body = status().getBytes(StandardCharsets.UTF_8);
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
  private String status() {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("apiVersion", "v1");
    status.put("kind", "Status");
    status.put("metadata", Map.of());
    status.put("status", "Failure");
    status.put(
        "message",
        "the budget of %d commands is used up; what is left is to answer".formatted(most));
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
