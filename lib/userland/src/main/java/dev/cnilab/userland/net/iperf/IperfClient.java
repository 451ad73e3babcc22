package dev.cnilab.userland.net.iperf;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpInfo;
import dev.cnilab.userland.hardware.Hardware;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

/** The client: sends as much as the connection takes, and reports it for each interval. */
final class IperfClient {
  private static final Bytes BLOCK = Bytes.zeros(131_072);
  private static final Duration FOREVER = Duration.ofDays(1);
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final double NANOS = 1e9;

  private final Process process;
  private final IperfPrinter printer;
  private final ProcessSockets sockets;
  private final String host;
  private final int port;
  private final Duration time;
  private final Duration reports;

  /**
   * A client.
   *
   * @param time how long it sends
   * @param reports the time between two reports; zero for none
   */
  IperfClient(
      Process process,
      IperfPrinter printer,
      String host,
      int port,
      Duration time,
      Duration reports) {
    this.process = process;
    this.printer = printer;
    this.sockets = new ProcessSockets(process);
    this.host = host;
    this.port = port;
    this.time = time;
    this.reports = reports;
  }

  void run() throws IOException {
    Ipv4Address address = address();
    Bytes cookie = cookie();
    Control control = new Control(connected(address), "server");
    printer.line("Connecting to host " + host + ", port " + port);
    control.connection().write(cookie, FOREVER);
    control.expect(Control.State.PARAM_EXCHANGE);
    control.send(
        "{\"tcp\":true,\"omit\":0,\"time\":%d,\"num\":0,\"blockcount\":0,\"parallel\":1,\"len\":%d,\"pacing_timer\":1000,\"client_version\":\"3.12\"}"
            .formatted(time.toSeconds(), BLOCK.length()));
    control.expect(Control.State.CREATE_STREAMS);
    TcpConnection stream = connected(address);
    stream.write(cookie, FOREVER);
    printer.line(
        "[  5] local %s port %d connected to %s port %d"
            .formatted(stream.local().address(), stream.local().port(), address, port));
    control.expect(Control.State.TEST_START);
    control.expect(Control.State.TEST_RUNNING);
    Sending sending = new Sending(stream);
    sending.run();
    control.send(Control.State.TEST_END);
    control.expect(Control.State.EXCHANGE_RESULTS);
    double seconds = sending.seconds();
    control.send(Control.results(sending.bytes, sending.resent(), seconds));
    String theirs = control.document();
    control.expect(Control.State.DISPLAY_RESULTS);
    printer.bar();
    printer.line("[ ID] Interval           Transfer     Bitrate         Retr");
    printer.row(0, seconds, sending.bytes, "  %3d             sender".formatted(sending.resent()));
    printer.row(
        0,
        Control.number(theirs, "end_time"),
        (long) Control.number(theirs, "bytes"),
        " ".repeat(18) + "receiver");
    printer.line("");
    printer.line("iperf Done.");
    control.send(Control.State.IPERF_DONE);
  }

  private Ipv4Address address() {
    try {
      return new Resolver(process).find(host).address();
    } catch (LookupFailure unknown) {
      throw CommandFailure.refused("iperf3: error - unable to connect to server: Invalid argument");
    }
  }

  private TcpConnection connected(Ipv4Address address) {
    try {
      TcpConnection connection = sockets.connect(address, port);
      connection.awaitEstablished(FOREVER);
      return connection;
    } catch (ErrnoException refused) {
      throw CommandFailure.refused(
          "iperf3: error - unable to connect to server: " + refused.errno().text());
    }
  }

  private Bytes cookie() {
    Random random = process.loop().random();
    StringBuilder text = new StringBuilder();
    while (text.length() < Control.COOKIE - 1) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return Bytes.of((text + "\0").getBytes(StandardCharsets.US_ASCII));
  }

  /** What is sent, and the reports about it. */
  private final class Sending {
    private final TcpConnection stream;
    private final long begun = process.loop().nanoTime();
    private final int resentBefore;
    private long bytes;
    private long bytesReported;
    private int resentReported;
    private double reported;

    Sending(TcpConnection stream) {
      this.stream = stream;
      this.resentBefore = stream.info().resent();
    }

    void run() throws IOException {
      printer.line("[ ID] Interval           Transfer     Bitrate         Retr  Cwnd");
      Duration interval = reports.isZero() ? time : reports;
      for (Duration next = min(interval, time); ; next = min(next.plus(interval), time)) {
        sendUntil(next);
        if (!reports.isZero()) {
          report();
        }
        if (next.equals(time)) {
          return;
        }
      }
    }

    private void sendUntil(Duration end) {
      for (Duration left = left(end); left.isPositive(); left = left(end)) {
        if (stream.write(BLOCK, left)) {
          bytes += BLOCK.length();
          process.loop().sleep(min(Hardware.BLOCK, left(end)));
        }
      }
    }

    private Duration left(Duration end) {
      Duration left = end.minusNanos(process.loop().nanoTime() - begun);
      return left.isNegative() ? Duration.ZERO : left;
    }

    private void report() throws IOException {
      TcpInfo info = stream.info();
      double now = seconds();
      String rest =
          "  %3d   %s       "
              .formatted(
                  resent() - resentReported,
                  IperfPrinter.bytes((long) info.window() * info.segmentSize()));
      printer.row(reported, now, bytes - bytesReported, rest);
      reported = now;
      bytesReported = bytes;
      resentReported = resent();
    }

    int resent() {
      return stream.info().resent() - resentBefore;
    }

    /** How long it has sent. */
    double seconds() {
      return Math.min(process.loop().nanoTime() - begun, time.toNanos()) / NANOS;
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
