package dev.cnilab.conformance.linux.server;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code serve-http PORT [--bind ADDR] (--body TEXT | --size N)}: answers every request with one
 * fixed body.
 */
final class ServeHttp extends TcpServer {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The time that an interpreter takes between two calls. */
  private static final Duration THINKING = Duration.ofNanos(300_000);

  /** The time that it takes to close a connection, which is less than a client takes. */
  private static final Duration CLOSING = Duration.ofNanos(60_000);

  private static final String LINE = "0123456789abcde\n";

  @Override
  Consumer<TcpConnection> talk(ServerWords words, EventLoop loop) {
    Optional<Integer> size = words.option("--size").map(Integer::parseInt);
    String text = words.option("--body").orElse("") + "\n";
    String body =
        size.map(length -> LINE.repeat(length / LINE.length() + 1).substring(0, length))
            .orElse(text);
    return client -> answer(loop, client, body);
  }

  private static void answer(EventLoop loop, TcpConnection client, String body) {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      Optional<Bytes> more = client.read(4096, PATIENCE);
      if (more.isEmpty() || more.get().length() == 0) {
        return;
      }
      request.append(more.get().text());
    }
    String head =
        "HTTP/1.1 200 OK\r\nServer: lab\r\nContent-Type: text/plain\r\n"
            + ("Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n");
    client.write(Bytes.of(head), PATIENCE);
    loop.sleep(THINKING);
    if (request.indexOf("HEAD") != 0) {
      client.write(Bytes.of(body), PATIENCE);
    }
    loop.sleep(CLOSING);
  }
}
