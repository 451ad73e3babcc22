package dev.cnilab.cluster.client.connection;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.config.ClientConfig;
import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.cluster.line.Line;
import dev.cnilab.cluster.line.Probing;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The single connection of a process to its API server, opened again on demand. */
final class ApiTransport implements ApiConnection {
  /** Longer than anyone waits: by then a connection without answers has ended. */
  private static final Duration FOREVER = Duration.ofHours(1);

  private static final int UNAUTHORIZED = 401;

  /** The size of a request and of an answer, in bytes. */
  private static final int REQUEST = 310;

  private static final int ANSWER = 780;

  private final Process process;
  private final EventLoop loop;
  private final ClientConfig config;
  private final Handover<ApiService> handover;
  private final WaitQueue changed;
  private final List<Reflector> reflectors = new ArrayList<>();
  private @Nullable Line<ApiService> line;

  /** The connection whose server's certificate has been verified. */
  private @Nullable Line<ApiService> known;

  /** What was shown when that connection was opened. */
  private Credential shown = new Credential.Anonymous();

  private boolean notified;
  private boolean closed;

  ApiTransport(Process process, ClientConfig config, Handover<ApiService> handover) {
    this.process = process;
    this.loop = process.loop();
    this.config = config;
    this.handover = handover;
    this.changed = new WaitQueue(loop);
  }

  @Override
  public ApiClient client(ReflectorLog log) {
    return as(config.credential()).client(log);
  }

  @Override
  public ApiClient client(ReflectorLog log, Duration timeout) {
    return as(config.credential()).client(log, timeout);
  }

  @Override
  public ApiConnection as(Supplier<Credential> credential) {
    return new Passenger(this, credential);
  }

  /** A user of this connection. */
  private record Passenger(ApiTransport transport, Supplier<Credential> credential)
      implements ApiConnection {
    @Override
    public ApiClient client(ReflectorLog log) {
      return new ConnectedClient(transport, log, credential, FOREVER, "");
    }

    @Override
    public ApiClient client(ReflectorLog log, Duration timeout) {
      String query = timeout.isZero() ? "" : "?timeout=" + timeout.toSeconds() + "s";
      return new ConnectedClient(transport, log, credential, timeout, query);
    }

    @Override
    public ApiConnection as(Supplier<Credential> other) {
      return new Passenger(transport, other);
    }

    @Override
    public void reconnect() {
      transport.reconnect();
    }
  }

  EventLoop loop() {
    return loop;
  }

  /** A request, as needed for error messages. */
  record Call(String method, String path, Duration timeout, Supplier<Credential> credential) {}

  /**
   * Sends a request and returns the answer.
   *
   * @throws ApiException the server's refusal, or {@link ApiException#isUnreachable}
   */
  <T> T call(Call call, Function<ApiClient, T> request) {
    return callBy(call, (client, by) -> request.apply(client));
  }

  /** A request that needs to know its connection. */
  interface Request<T> {
    T send(ApiClient client, Line<ApiService> by);
  }

  <T> T callBy(Call call, Request<T> request) {
    long deadline = loop.nanoTime() + call.timeout().toNanos();
    Line<ApiService> by = standing(call, deadline);
    await(call, by, deadline, () -> by.ask(REQUEST));
    try {
      T result = request.send(by.service().client(credential(call), agent()), by);
      await(call, by, deadline, () -> by.answer(ANSWER));
      return result;
    } catch (ApiException refused) {
      if (!refused.isUnreachable()) {
        await(call, by, deadline, () -> by.answer(ANSWER));
      }
      if (refused.status().code() == UNAUTHORIZED) {
        shown = config.credential().get(); // the server asks for a new connection (GOAWAY)
      }
      throw refused;
    }
  }

  /**
   * A connection keeps the certificate with which it was opened; a token comes with each request.
   */
  private Credential credential(Call call) {
    boolean isOwn = call.credential() == config.credential();
    return isOwn && !(shown instanceof Credential.Token) ? shown : call.credential().get();
  }

  /** As client-go's default: the last part of the program's path. */
  private String agent() {
    String path = process.arguments().getFirst();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private Line<ApiService> standing(Call call, long deadline) {
    Line<ApiService> by = line;
    if (by == null || by.end() != null) {
      by = dial(call);
    }
    Line<ApiService> dialled = by;
    await(call, dialled, deadline, dialled::isStanding);
    if (dialled != known) {
      getToKnow(call, dialled);
    }
    return dialled;
  }

  /** Verifies the server's certificate, once for each connection. */
  private void getToKnow(Call call, Line<ApiService> dialled) {
    String host = config.address().host().toString();
    Optional<String> objection = dialled.service().objection(config.trust(), host, process.now());
    if (objection.isPresent()) {
      dialled.close();
      throw failure(call, "tls: failed to verify certificate: " + objection.get());
    }
    known = dialled;
    shown = config.credential().get();
  }

  private Line<ApiService> dial(Call call) {
    if (closed) {
      throw failure(call, "context canceled");
    }
    try {
      Line<ApiService> dialled =
          Line.dial(
              new ProcessSockets(process),
              config.address().endpoint(),
              handover,
              Probing.HTTP2,
              this::onChange);
      line = dialled;
      onChange(); // it may be established already
      return dialled;
    } catch (ErrnoException refused) {
      throw failure(call, GoNet.dial(config.address().hostPort(), refused));
    }
  }

  /** Waits for a condition, where waiting is possible. */
  private void await(Call call, Line<ApiService> by, long deadline, BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      String end = by.end();
      if (end != null) {
        throw failure(call, end);
      }
      long left = deadline - loop.nanoTime();
      if (!loop.isInTask() || left <= 0 || !changed.await(Duration.ofNanos(left))) {
        if (by.end() == null) {
          throw failure(call, timeout(by));
        }
      }
    }
  }

  private static String timeout(Line<ApiService> by) {
    return by.isStanding()
        ? "net/http: request canceled (Client.Timeout exceeded while awaiting headers)"
        : "net/http: request canceled while waiting for connection (Client.Timeout exceeded while"
            + " awaiting headers)";
  }

  /** Whether the outcome of connecting is still open. */
  boolean isPending() {
    return line != null && line.end() == null;
  }

  ApiException failure(Call call, String why) {
    return ApiException.unreachable(
        "%s \"%s%s\": %s".formatted(call.method(), config.address(), call.path(), why));
  }

  /** Adds a reflector, unless the process has ended. */
  boolean add(Reflector reflector) {
    return !closed && reflectors.add(reflector);
  }

  void remove(Reflector reflector) {
    reflectors.remove(reflector);
  }

  /** Runs as a separate event, so that listeners may send. */
  private void onChange() {
    changed.wakeAll();
    Line<ApiService> now = line;
    if (now == null || notified || reflectors.stream().noneMatch(each -> each.concerns(now))) {
      return;
    }
    notified = true;
    loop.schedule(
        0,
        () -> {
          notified = false;
          List.copyOf(reflectors).forEach(this::tell);
        });
  }

  private void tell(Reflector reflector) {
    if (line != null) {
      reflector.lineChanged(line);
    }
  }

  @Override
  public void reconnect() {
    if (line != null) {
      line.close();
    }
  }

  void close() {
    closed = true;
    reconnect();
    List.copyOf(reflectors).forEach(Reflector::close);
  }
}
