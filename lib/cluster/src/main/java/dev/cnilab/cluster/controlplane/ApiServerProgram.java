package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.apiserver.http.WireApi;
import dev.cnilab.cluster.apiserver.tls.ServerCertificate;
import dev.cnilab.cluster.client.connection.ApiService;
import dev.cnilab.cluster.client.connection.Handover;
import dev.cnilab.cluster.client.connection.ServerEnd;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.net.tls.TlsStream;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** {@code kube-apiserver}: the API on the control plane's port 6443, over TLS. */
public final class ApiServerProgram implements EventProgram {
  private static final int PORT = 6443;
  private static final int BACKLOG = 512;
  private static final int CHUNK = 16_384;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Go raises its limit to the hard one, which systemd gives to containerd's containers. */
  private static final int OPEN_FILES = 524_288;

  private final WireApi api;
  private final ApiService service;
  private final Handover handover;

  /** Made when the first client comes, as most clusters never see one. */
  private @Nullable SSLContext context;

  public ApiServerProgram(WireApi api, ApiService service, Handover handover) {
    this.api = api;
    this.service = service;
    this.handover = handover;
  }

  @Override
  public void begin(Process process) {
    process.setOpenFilesLimit(OPEN_FILES);
    process.onExit(status -> handover.serverEnded());
    api.serveFrom(process);
    ProcessSockets sockets = new ProcessSockets(process);
    TcpListener listener = sockets.listen(Ipv4Address.ANY, PORT, BACKLOG);
    sockets.onConnection(
        listener, connection -> connection.onChange(() -> first(process, connection)));
  }

  /** The first bytes tell who has come. */
  private void first(Process process, TcpConnection connection) {
    Runnable hangUp = () -> new ProcessSockets(process).close(connection);
    if (connection.receiveQueue() == 0) {
      if (connection.isEnding()) {
        process.loop().schedule(0, hangUp);
      }
      return;
    }
    connection.onChange(() -> {});
    handover
        .take(new ServerEnd(connection, service, process::isAlive, hangUp))
        .ifPresent(
            hello ->
                process
                    .loop()
                    .spawn(
                        "https " + connection.peer(),
                        () -> {
                          serve(connection, hello);
                          hangUp.run();
                        }));
  }

  private void serve(TcpConnection connection, Bytes hello) {
    try {
      TlsStream stream = TlsStream.server(connection, hello, context(), PATIENCE);
      request(stream).ifPresent(request -> stream.write(Bytes.of(response(request)), PATIENCE));
    } catch (ErrnoException | SSLException gone) {
      // The client has nothing to ask, or does not wait for the answer.
    }
  }

  private SSLContext context() {
    SSLContext known = context;
    if (known == null) {
      known = ServerCertificate.create().sslContext();
      context = known;
    }
    return known;
  }

  /** A request's head and body. */
  private record Request(String method, String target, Map<String, String> headers, String body) {
    Optional<String> token() {
      return Optional.ofNullable(headers.get("authorization"))
          .filter(value -> value.startsWith("Bearer "))
          .map(value -> value.substring("Bearer ".length()).strip());
    }
  }

  private static Optional<Request> request(TlsStream stream) {
    StringBuilder text = new StringBuilder();
    int end = -1;
    while (end < 0) {
      if (!more(stream, text)) {
        return Optional.empty();
      }
      end = text.indexOf("\r\n\r\n");
    }
    String[] lines = text.substring(0, end).split("\r\n", -1);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length; i++) {
      String[] header = lines[i].split(":", 2);
      headers.put(header[0], header.length > 1 ? header[1].strip() : "");
    }
    String length = headers.getOrDefault("content-length", "0");
    int whole = end + 4 + (length.matches("\\d{1,7}") ? Integer.parseInt(length) : 0);
    while (text.length() < whole && more(stream, text)) {
      // The body comes in pieces.
    }
    String[] words = lines[0].split(" ", 3);
    return words.length < 2
        ? Optional.empty()
        : Optional.of(new Request(words[0], words[1], headers, text.substring(end + 4)));
  }

  private static boolean more(TlsStream stream, StringBuilder text) {
    Optional<Bytes> bytes = stream.read(CHUNK, PATIENCE);
    if (bytes.isEmpty() || bytes.get().length() == 0) {
      return false;
    }
    text.append(bytes.get().text());
    return true;
  }

  private String response(Request request) {
    WireApi.Answer answer =
        api.answer(request.method(), request.target(), request.token(), request.body());
    int length = answer.body().getBytes(StandardCharsets.UTF_8).length;
    return "HTTP/1.1 %d %s\r\nCache-Control: no-cache, private\r\nContent-Type: %s\r\n"
            .formatted(answer.code(), reason(answer.code()), answer.contentType())
        + "Content-Length: %d\r\nConnection: close\r\n\r\n".formatted(length)
        + (request.method().equals("HEAD") ? "" : answer.body());
  }

  private static String reason(int code) {
    return switch (code) {
      case 200 -> "OK";
      case 201 -> "Created";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 409 -> "Conflict";
      case 422 -> "Unprocessable Entity";
      default -> "Bad Request";
    };
  }
}
