package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.connection.Framing;
import dev.cnilab.cluster.apiserver.connection.Hangup;
import dev.cnilab.cluster.apiserver.connection.ResponseStream;
import dev.cnilab.cluster.apiserver.connection.limit.Backlog;
import dev.cnilab.cluster.apiserver.connection.stream.OpenStream;
import dev.cnilab.cluster.apiserver.http.message.Answer;
import dev.cnilab.cluster.apiserver.proxy.BodyStream;
import dev.cnilab.cluster.apiserver.registry.ServerEgress;
import dev.cnilab.cluster.image.http.HttpExchange;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.netsim.packet.Bytes;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Passes an answer of any length on while it arrives, as fast as the client reads, until either end
 * is gone.
 */
final class ProxiedStream implements OpenStream {
  /** How long the server may say nothing. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ServerEgress egress;
  private final Executor writers;
  private final HttpExchange exchange;
  private final BodyStream body;
  private final Backlog backlog;
  private final ResponseStream stream;
  private final WaitQueue room;
  private boolean gone;
  private boolean over;

  private ProxiedStream(
      ServerEgress egress,
      Executor writers,
      HttpExchange exchange,
      BodyStream body,
      Answer answer) {
    this.egress = egress;
    this.writers = writers;
    this.exchange = exchange;
    this.body = body;
    this.room = new WaitQueue(egress.loop());
    this.backlog = new Backlog(egress.loop());
    this.stream =
        new ResponseStream(
            answer.response(),
            answer.callback(),
            Framing.ofPieces(answer.request()),
            backlog,
            () -> egress.loop().execute(this::leave));
    backlog.onRoom(room::wakeAll);
  }

  /** Answers with what arrives; the answer's status and headers are set. From any thread. */
  static void start(
      ServerEgress egress,
      Executor writers,
      HttpExchange exchange,
      BodyStream body,
      Answer answer) {
    ProxiedStream started = new ProxiedStream(egress, writers, exchange, body, answer);
    answer.response().getHeaders().put(HttpHeader.CONNECTION, "close");
    Hangup.listen(answer.request(), answer.response(), started.stream::abort);
    egress.loop().execute(() -> egress.loop().spawn("proxied", started::run));
  }

  private void run() {
    egress.streams().began(this);
    try (exchange) {
      byte[] part = next();
      while (part.length > 0 && !gone) {
        send(body.next(part));
        part = next();
      }
      send(body.next(part));
      stream.end();
    } catch (ErrnoException cut) {
      stream.abort();
    } finally {
      over = true;
    }
  }

  private byte[] next() {
    EventLoop.Waiting waiting = egress.loop().waiting();
    try (waiting) {
      Bytes next = exchange.next(PATIENCE);
      return next.toArray();
    }
  }

  private void send(byte[] bytes) {
    stream.write(bytes);
    writers.execute(stream::flush);
    while (!gone && !backlog.hasRoom()) {
      room.await();
    }
  }

  @Override
  public void cutOff() {
    stream.abort();
  }

  private void leave() {
    gone = true;
    egress.streams().ended(this);
    if (!over) {
      exchange.abort();
    }
    room.wakeAll();
  }
}
