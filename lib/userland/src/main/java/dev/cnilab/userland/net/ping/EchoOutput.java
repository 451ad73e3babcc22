package dev.cnilab.userland.net.ping;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.QuotedPacket;
import dev.cnilab.netsim.socket.SocketError;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.process.Process;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/** The output of ping while it runs (iputils, ping.c and ping_common.c). */
final class EchoOutput {
  private final Process process;
  private final PingOptions options;
  private final PingTarget target;
  private final int id;
  private final boolean named;

  /**
   * Creates the output of one run.
   *
   * @param id the ICMP identifier of its requests
   */
  EchoOutput(Process process, PingOptions options, PingTarget target, int id) {
    this.process = process;
    this.options = options;
    this.target = target;
    this.id = id;
    this.named = !options.numeric && !target.host().matches("[0-9.]+");
  }

  /** Prints the lines before the first request. */
  void begin() {
    if (options.pattern.length > 0 && !options.quiet) {
      process.out().println("PATTERN: 0x" + HexFormat.of().formatHex(options.pattern));
    }
    if (options.verbose) {
      process.out().println("ai->ai_family: AF_INET, ai->ai_canonname: '" + target.host() + "'");
    }
    process.out().println(header());
  }

  private String header() {
    boolean chosen = options.device != null || options.source != null || options.sticky;
    String device = options.device == null ? "" : options.device;
    return "PING "
        + (target.host() + " (" + target.address() + ") ")
        + (chosen ? "from " + target.source() + " " + device + ": " : "")
        + (options.size + "(" + (options.size + 28L) + ") bytes of data.");
  }

  /** Called when a request was sent. */
  void sent() {
    if (!options.quiet && options.flood) {
      process.out().print(".");
    }
  }

  /** Called when a request is due and the one before has no reply yet ({@code -O}). */
  void unanswered(long sequence) {
    print("no answer yet for icmp_seq=" + sequence);
  }

  /** Called when a request could not be sent. */
  void notSent(Errno errno) {
    if (options.quiet) {
      return;
    }
    if (options.flood) {
      process.out().print("E");
    } else {
      process.err().println("ping: sendmsg: " + errno.text());
    }
  }

  /** Called when the kernel sent nothing, with the reason from its error queue. */
  void localError(SocketError error) {
    if (options.flood) {
      process.out().print("E");
    } else if (error.errno() == Errno.EMSGSIZE) {
      process.err().println("ping: local error: message too long, mtu=" + error.info());
    } else {
      process.err().println("ping: local error: " + error.errno().text());
    }
  }

  /** Called for an ICMP error. */
  void icmpError(SocketError error, QuotedPacket about) {
    if (options.quiet) {
      return;
    }
    if (options.flood) {
      process.out().print("\bE");
    } else {
      Ipv4Address offender = Objects.requireNonNull(error.offender());
      print(
          ("From " + name(offender) + " icmp_seq=" + about.echoSequence() + " ")
              + IcmpText.of(error.type(), error.code(), error.info()));
    }
  }

  /**
   * Called for a reply.
   *
   * @param micros the round-trip time, in microseconds
   * @param again whether it is a duplicate
   */
  void reply(Ipv4Packet packet, IcmpMessage message, long micros, boolean again) {
    if (options.quiet) {
      return;
    }
    if (options.flood) {
      process.out().print("\b \b");
      return;
    }
    boolean group = options.broadcast || target.address().isMulticast();
    boolean stranger = !group && !packet.source().equals(target.address());
    print(
        (message.length()
                + " bytes from "
                + name(packet.source())
                + ": icmp_seq="
                + message.echoSequence())
            + (options.verbose ? " ident=" + id : "")
            + (" ttl=" + packet.ttl())
            + (options.isTimed() ? " time=" + EchoStatistics.roundTrip(micros) + " ms" : "")
            + (again ? " (DUP!)" : "")
            + (stranger ? " (DIFFERENT ADDRESS!)" : ""));
  }

  /** Called when a router recommends another one. */
  void redirect(Ipv4Packet packet, IcmpMessage message, QuotedPacket about) {
    if (!options.quiet && !options.flood) {
      print(
          ("From " + name(packet.source()) + ": icmp_seq=" + about.echoSequence() + " ")
              + IcmpText.of(message.type(), message.code(), message.rest()));
    }
  }

  private String name(Ipv4Address address) {
    if (!named) {
      return address.toString();
    }
    String name = new Resolver(process).nameOf(address).orElse(null);
    return (name == null ? address : name) + " (" + address + ")";
  }

  private void print(String line) {
    String time = "";
    if (options.timestamps) {
      Instant now = process.now();
      time = String.format(Locale.ROOT, "[%d.%06d] ", now.getEpochSecond(), now.getNano() / 1000);
    }
    process.out().println(time + line);
  }
}
