package dev.cnilab.userland.net.dns.nslookup;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.userland.net.dns.DnsNames;
import dev.cnilab.userland.net.dns.DnsText;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The queries of one {@code busybox nslookup}: all are sent at once, and answers are printed in
 * order of arrival.
 */
final class BusyboxQuestions {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofMillis(2500);

  /** The time the kernel needs to deliver a datagram; its error is known at the next send. */
  private static final Duration BETWEEN = Duration.ofNanos(50_000);

  private final Process process;
  private final boolean debug;
  private final List<Message> queries = new ArrayList<>();
  private final List<Message> unanswered = new ArrayList<>();
  private boolean introduced;
  private boolean refused;

  /** A server as given, and its address. */
  record Server(String given, Ipv4Address address, int port) {}

  BusyboxQuestions(Process process, boolean debug) {
    this.process = process;
    this.debug = debug;
  }

  void add(String name, int type) {
    queries.add(DnsText.question(process, name, type, DClass.IN, true));
  }

  /** Queries the servers in turn until one answers; returns the exit status. */
  int ask(List<Server> servers) throws ProgramException {
    unanswered.addAll(queries);
    for (Server server : servers) {
      if (ask(server)) {
        return refused ? 1 : 0;
      }
    }
    process.out().println(";; connection timed out; no servers could be reached\n");
    return 1;
  }

  /** Queries one server; true if it answered any query. */
  private boolean ask(Server server) throws ProgramException {
    try (UdpSocket socket = process.network().sockets().udp()) {
      connect(socket, server);
      long start = process.loop().nanoTime();
      long end = start + TIMEOUT.toNanos();
      while (process.loop().nanoTime() < end && !unanswered.isEmpty()) {
        if (!send(socket, server)) {
          return unanswered.size() < queries.size();
        }
        if (!receive(socket, server, start, process.loop().nanoTime() + RETRY.toNanos())) {
          return unanswered.size() < queries.size();
        }
      }
    }
    return unanswered.size() < queries.size();
  }

  private void connect(UdpSocket socket, Server server) throws ProgramException {
    try {
      socket.connect(server.address, server.port);
    } catch (ErrnoException unreachable) {
      throw new ProgramException(
          1,
          "can't connect to remote host (" + server.address + "): " + unreachable.errno().text());
    }
  }

  private boolean send(UdpSocket socket, Server server) {
    try {
      for (Message query : unanswered) {
        socket.send(Bytes.of(query.toWire()));
        process.loop().sleep(BETWEEN);
      }
      return true;
    } catch (ErrnoException failed) {
      complain("write to '" + server.given + "': " + failed.errno().text());
      return false;
    }
  }

  private void complain(String message) {
    process.err().println("nslookup: " + message);
  }

  private boolean receive(UdpSocket socket, Server server, long start, long until) {
    while (!unanswered.isEmpty() && process.loop().nanoTime() < until) {
      try {
        UdpSocket.Datagram datagram =
            socket.receive(Duration.ofNanos(until - process.loop().nanoTime()));
        if (datagram != null) {
          take(parse(datagram.data()), server, start);
        }
      } catch (ErrnoException failed) {
        complain("read: " + failed.errno().text());
        return false;
      }
    }
    return true;
  }

  private static @Nullable Message parse(Bytes data) {
    try {
      return new Message(data.toArray());
    } catch (IOException malformed) {
      return null;
    }
  }

  private void take(@Nullable Message answer, Server server, long start) {
    if (answer == null) {
      return;
    }
    Optional<Message> query =
        unanswered.stream()
            .filter(each -> each.getHeader().getID() == answer.getHeader().getID())
            .findFirst();
    if (query.isEmpty()) {
      return;
    }
    unanswered.remove(query.get());
    if (!introduced) {
      introduced = true;
      process.out().println("Server:\t\t" + server.given);
      String where = server.given.contains(":") ? server.given : server.address + ":" + server.port;
      process.out().println("Address:\t" + where + "\n");
    }
    print(query.get(), answer, start);
  }

  private void print(Message query, Message answer, long start) {
    if (debug) {
      long millis = (process.loop().nanoTime() - start) / 1_000_000;
      process.out().println("Query #" + queries.indexOf(query) + " completed in " + millis + "ms:");
    }
    if (answer.getRcode() != Rcode.NOERROR) {
      refused = true;
      String name = DnsNames.bare(query.getQuestion().getName().toString());
      String why = Rcode.string(answer.getRcode());
      process.out().println("** server can't find " + name + ": " + why);
    } else {
      boolean authoritative = answer.getHeader().getFlag(Flags.AA);
      if (!authoritative || debug) {
        process
            .out()
            .println(authoritative ? "authoritative answer:" : "Non-authoritative answer:");
      }
      answer.getSection(Section.ANSWER).forEach(record -> process.out().println(text(record)));
    }
    process.out().println();
  }

  private static String text(Record record) {
    String name = DnsNames.bare(record.getName().toString());
    String data = DnsNames.bare(DnsText.data(record));
    return switch (record.getType()) {
      case Type.A, Type.AAAA -> "Name:\t" + name + "\nAddress: " + data;
      case Type.NS -> name + "\tnameserver = " + data;
      case Type.CNAME -> name + "\tcanonical name = " + data;
      case Type.PTR -> name + "\tname = " + data;
      case Type.MX ->
          name
              + ("\tmail exchanger = " + ((MXRecord) record).getPriority())
              + (" " + DnsNames.bare(((MXRecord) record).getTarget().toString()));
      case Type.TXT -> name + "\ttext = " + data;
      case Type.SRV -> name + "\tservice = " + data;
      case Type.SOA -> soa(name, (SOARecord) record);
      default -> name + "\t" + Type.string(record.getType()) + " " + data;
    };
  }

  private static String soa(String name, SOARecord soa) {
    return (name + "\n\torigin = " + DnsNames.bare(soa.getHost().toString()))
        + ("\n\tmail addr = " + DnsNames.bare(soa.getAdmin().toString()))
        + ("\n\tserial = " + soa.getSerial() + "\n\trefresh = " + soa.getRefresh())
        + ("\n\tretry = " + soa.getRetry() + "\n\texpire = " + soa.getExpire())
        + ("\n\tminimum = " + soa.getMinimum());
  }
}
