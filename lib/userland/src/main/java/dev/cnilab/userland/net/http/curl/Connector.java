package dev.cnilab.userland.net.http.curl;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.loop.TaskInterrupted;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.net.http.CurlFailure;
import dev.cnilab.userland.net.http.Url;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** How curl connects: to one address of a host after another (lib/connect.c of 7.88). */
final class Connector {
  private static final long NANOS = 1_000_000;
  private static final long SECOND = 1_000 * NANOS;
  private static final int TIMED_OUT = 28;
  private static final int NOT_CONNECTED = 7;

  private final Process process;
  private final CurlOptions options;
  private final TransferRecord record;
  private final Consumer<String> say;
  private final long began;

  /** The deadline of the whole transfer, as {@code EventLoop.nanoTime}. */
  private final long deadline;

  /**
   * A connector for one transfer.
   *
   * @param say receives the lines of {@code -v}
   * @param began the start of the transfer, as {@code EventLoop.nanoTime}
   */
  Connector(
      Process process,
      CurlOptions options,
      TransferRecord record,
      Consumer<String> say,
      long began,
      long deadline) {
    this.process = process;
    this.options = options;
    this.record = record;
    this.say = say;
    this.began = began;
    this.deadline = deadline;
  }

  /**
   * The addresses of a URL's host. The time limits also apply to the lookup.
   *
   * @return none for an IPv6 address, because there are no global ones here
   * @throws CurlFailure if a name has none, or the time is over
   */
  List<Ipv4Address> resolve(Url url) throws CurlFailure {
    if (url.isIpv6()) {
      return List.of();
    }
    Optional<String> given = options.resolved(url.host(), url.port());
    if (given.isPresent()) {
      String entry = url.host() + ":" + url.port() + ":" + given.get();
      say.accept("* Added " + entry + " to DNS cache");
      say.accept("* Hostname " + url.host() + " was found in DNS cache");
    }
    String host = given.orElse(url.host());
    Task task = process.loop().currentTask();
    boolean[] late = new boolean[1];
    Timer limit =
        process
            .loop()
            .schedule(
                Math.min(began + options.connectLimit() * NANOS, deadline)
                    - process.loop().nanoTime(),
                () -> {
                  late[0] = true;
                  task.interrupt();
                });
    try {
      return new Resolver(process).find(host).addresses();
    } catch (TaskInterrupted interrupted) {
      if (!late[0]) {
        throw interrupted;
      }
      String message = "Resolving timed out after " + (now() - began) / NANOS + " milliseconds";
      say.accept("* " + message);
      record.attempted = true;
      throw new CurlFailure(28, message);
    } catch (LookupFailure unknown) {
      say.accept("* Could not resolve host: " + url.host());
      record.attempted = true;
      throw new CurlFailure(6, "Could not resolve host: " + url.host());
    } finally {
      limit.cancel();
    }
  }

  /**
   * A connection to the first address that answers. If there are several, each gets half of the
   * remaining time; curl checks the clock once a second.
   */
  TcpConnection connect(Url url, List<Ipv4Address> addresses) throws CurlFailure {
    if (options.has("6")) {
      throw new CurlFailure(NOT_CONNECTED, "Couldn't connect to server");
    }
    long start = now();
    long until = Math.min(start + options.connectLimit() * NANOS, deadline);
    record.attempted = true;
    long share = (until - start) / (addresses.size() > 1 ? 2 : 1);
    boolean late = false;
    if (addresses.isEmpty()) {
      say.accept("*   Trying [" + url.host() + "]:" + url.port() + "...");
      say.accept("* Immediate connect fail for " + url.host() + ": " + Errno.ENETUNREACH.text());
    }
    for (Iterator<Ipv4Address> each = addresses.iterator(); each.hasNext() && now() < deadline; ) {
      Ipv4Address address = each.next();
      boolean moved = late;
      late = false;
      say.accept("*   Trying " + address + ":" + url.port() + "...");
      try {
        long noticed = Math.min(until, nextSecond(start, now() + share));
        Optional<TcpConnection> connected = attempt(url, address, noticed - now(), start);
        if (connected.isPresent()) {
          process.loop().sleep(Duration.ofNanos(moved ? nextSecond(start, now()) - now() : 0));
          return connected.get();
        }
        late = true;
      } catch (Unreachable failed) {
        say.accept("* " + failed.text());
      }
      if (late && (share < until - start || now() < deadline)) {
        say.accept("* ipv4 connect timeout after " + share / NANOS + "ms, move on!");
      }
    }
    if (late && now() >= deadline) {
      throw said(TIMED_OUT, "Connection timed out after " + millisSince(began) + " milliseconds");
    }
    throw late
        ? said(TIMED_OUT, failed(url, start, "Timeout was reached"))
        : said(NOT_CONNECTED, failed(url, start, "Couldn't connect to server"));
  }

  /** Thrown for an address to which no connection is possible. */
  private static final class Unreachable extends Exception {
    private static final long serialVersionUID = 1L;
    private final String text;

    Unreachable(String text) {
      super(text, null, false, false);
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** A connection to one address; empty if it takes longer than the limit in nanoseconds. */
  private Optional<TcpConnection> attempt(Url url, Ipv4Address address, long limit, long start)
      throws CurlFailure, Unreachable {
    record.remote(address, url.port());
    TcpConnection connection;
    try {
      Endpoint peer = new Endpoint(address, url.port());
      connection = process.network().tcp().connect(local(url, start), peer);
    } catch (ErrnoException refused) {
      throw new Unreachable("Immediate connect fail for " + address + ": " + text(refused));
    }
    boolean established = false;
    try {
      established = connection.awaitEstablished(Duration.ofNanos(Math.max(0, limit)));
      return established ? Optional.of(connection) : Optional.empty();
    } catch (ErrnoException failed) {
      throw new Unreachable(
          "connect to " + address + " port " + url.port() + " failed: " + text(failed));
    } finally {
      if (!established) {
        connection.close();
      }
    }
  }

  private static String text(ErrnoException failure) {
    return failure.errno().text();
  }

  /** The local end of the connection, according to {@code --interface} and {@code --local-port}. */
  private Endpoint local(Url url, long start) throws CurlFailure {
    Optional<String> named = options.value("interface");
    boolean address = named.isPresent() && named.get().matches("[\\d.]+");
    if (named.isPresent() && !address) {
      requireLink(named.get(), url, start);
    }
    Ipv4Address source = address ? ownAddress(named.orElseThrow(), url, start) : Ipv4Address.ANY;
    int port =
        options
            .value("local-port")
            .map(range -> Integer.parseInt(range.split("-", 2)[0]))
            .orElse(0);
    if (address || port != 0) {
      say.accept("* Local port: " + port);
    }
    return new Endpoint(source, port);
  }

  private void requireLink(String name, Url url, long start) throws CurlFailure {
    if (process.network().links().find(name).isEmpty()) {
      say.accept("* Could not resolve host: " + name);
      notBound("Couldn't bind to '" + name + "'", url, start);
    }
  }

  private Ipv4Address ownAddress(String named, Url url, long start) throws CurlFailure {
    say.accept("* Name '" + named + "' family 2 resolved to '" + named + "' family 2");
    boolean own =
        process.network().links().all().stream()
            .flatMap(each -> each.addresses().stream())
            .anyMatch(each -> each.address().toString().equals(named));
    if (!own) {
      Errno errno = Errno.EADDRNOTAVAIL;
      notBound("bind failed with errno " + errno.number() + ": " + errno.text(), url, start);
    }
    return Ipv4Address.parse(named);
  }

  private void notBound(String message, Url url, long start) throws CurlFailure {
    say.accept("* " + message);
    say.accept("* " + failed(url, start, "Failed binding local connection end"));
    throw new CurlFailure(45, message);
  }

  /** The first time at or after {@code time} that is a whole number of seconds after the start. */
  private static long nextSecond(long start, long time) {
    return start + Math.ceilDiv(time - start, SECOND) * SECOND;
  }

  private CurlFailure said(int status, String message) {
    say.accept("* " + message);
    return new CurlFailure(status, message);
  }

  private String failed(Url url, long start, String why) {
    return ("Failed to connect to " + url.host() + " port " + url.port())
        + (" after " + millisSince(start) + " ms: " + why);
  }

  private long millisSince(long time) {
    return (now() - time) / NANOS;
  }

  private long now() {
    EventLoop loop = process.loop();
    return loop.nanoTime();
  }
}
