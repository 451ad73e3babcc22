package dev.cnilab.userland.net.iperf;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Duration;

/** The server: one test after the other. */
final class IperfServer {
  private static final Duration FOREVER = Duration.ofDays(1);
  private static final String RULE = "-".repeat(59);
  private static final int BACKLOG = 2147483647;
  private static final double NANOS = 1e9;

  private final Process process;
  private final IperfPrinter printer;
  private final ProcessSockets sockets;
  private final int port;
  private final Duration reports;

  IperfServer(Process process, IperfPrinter printer, int port, Duration reports) {
    this.process = process;
    this.printer = printer;
    this.sockets = new ProcessSockets(process);
    this.port = port;
    this.reports = reports;
  }

  /** Serves until the process ends. */
  void serve() throws IOException {
    TcpListener listener = listen();
    for (int number = 1; process.isAlive(); number++) {
      serve(listener, number);
    }
  }

  /** Serves one test. */
  void serveOnce() throws IOException {
    serve(listen(), 1);
  }

  private TcpListener listen() {
    try {
      return sockets.listen(Ipv4Address.ANY, port, BACKLOG);
    } catch (ErrnoException taken) {
      throw CommandFailure.refused(
          "iperf3: error - unable to start listener for connections: " + taken.errno().text());
    }
  }

  private void serve(TcpListener listener, int number) throws IOException {
    printer.line(RULE);
    printer.line("Server listening on " + port + " (test #" + number + ")");
    printer.line(RULE);
    Control control = new Control(sockets.accept(listener), "client");
    try {
      test(control, listener);
    } catch (CommandFailure failed) {
      process.err().println(failed.text());
    }
    sockets.close(control.connection());
  }

  private void test(Control control, TcpListener listener) throws IOException {
    TcpConnection client = control.connection();
    Bytes cookie = control.bytes(Control.COOKIE);
    printer.line(
        "Accepted connection from %s, port %d"
            .formatted(client.peer().address(), client.peer().port()));
    control.send(Control.State.PARAM_EXCHANGE);
    control.document();
    control.send(Control.State.CREATE_STREAMS);
    TcpConnection stream = stream(listener, cookie);
    printer.line(
        "[  5] local %s port %d connected to %s port %d"
            .formatted(
                stream.local().address(), port, stream.peer().address(), stream.peer().port()));
    control.send(Control.State.TEST_START);
    control.send(Control.State.TEST_RUNNING);
    Receiving receiving = new Receiving(stream);
    process.loop().spawn("iperf3 stream", receiving::run);
    receiving.reportUntilTheEnd(control);
    control.send(Control.State.EXCHANGE_RESULTS);
    control.document();
    control.send(Control.results(receiving.bytes, -1, receiving.reported));
    control.send(Control.State.DISPLAY_RESULTS);
    control.expect(Control.State.IPERF_DONE);
    sockets.close(stream);
  }

  /** The connection of the same client that carries the data; others have to wait. */
  private TcpConnection stream(TcpListener listener, Bytes cookie) {
    while (true) {
      TcpConnection next = sockets.accept(listener);
      Control opening = new Control(next, "client");
      if (opening.bytes(Control.COOKIE).equals(cookie)) {
        return next;
      }
      opening.send(Control.State.ACCESS_DENIED);
      sockets.close(next);
    }
  }

  /** What has been received, and the reports about it. */
  private final class Receiving {
    private static final int MOST = 131_072;

    private final TcpConnection stream;
    private final long begun = process.loop().nanoTime();
    private long bytes;
    private long bytesReported;
    private double reported;

    Receiving(TcpConnection stream) {
      this.stream = stream;
    }

    void run() {
      try {
        Bytes more = stream.read(MOST, FOREVER).orElse(Bytes.EMPTY);
        while (more.length() > 0) {
          bytes += more.length();
          more = stream.read(MOST, FOREVER).orElse(Bytes.EMPTY);
        }
      } catch (ErrnoException reset) {
        // The client has gone; the control connection tells so as well.
      }
    }

    void reportUntilTheEnd(Control control) throws IOException {
      printer.line("[ ID] Interval           Transfer     Bitrate");
      Duration next = reports;
      while (!control.isSent(Control.State.TEST_END, reports.isZero() ? FOREVER : until(next))) {
        report();
        next = next.plus(reports);
      }
      if (bytes > bytesReported || reported == 0) {
        report();
      }
      printer.bar();
      printer.line("[ ID] Interval           Transfer     Bitrate");
      printer.row(0, reported, bytes, " ".repeat(18) + "receiver");
    }

    private Duration until(Duration end) {
      Duration left = end.minusNanos(process.loop().nanoTime() - begun);
      return left.isNegative() ? Duration.ZERO : left;
    }

    private void report() throws IOException {
      double now = (process.loop().nanoTime() - begun) / NANOS;
      printer.row(reported, now, bytes - bytesReported, " ".repeat(18));
      reported = now;
      bytesReported = bytes;
    }
  }
}
