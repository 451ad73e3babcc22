package dev.cnilab.userland.net.resolve;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks the servers of /etc/resolv.conf, in turn and again, as glibc's resolver does. */
final class DnsClient {
  private static final int PORT = 53;

  private final Process process;
  private final ResolverConfiguration configuration;

  DnsClient(Process process) {
    this.process = process;
    this.configuration = ResolverConfiguration.read(process.files());
  }

  Resolver.Answer addresses(String name) throws LookupFailure {
    LookupFailure.Reason reason = LookupFailure.Reason.NO_NAME;
    for (String candidate : configuration.candidates(name)) {
      Message answer = ask(candidate, Type.A).orElse(null);
      if (answer == null) {
        throw new LookupFailure(LookupFailure.Reason.AGAIN);
      }
      Optional<Resolver.Answer> found = addresses(answer);
      if (found.isPresent()) {
        return found.get();
      }
      reason = worse(reason, answer.getRcode());
    }
    throw new LookupFailure(reason);
  }

  private static LookupFailure.Reason worse(LookupFailure.Reason before, int rcode) {
    return switch (rcode) {
      case Rcode.NXDOMAIN -> before;
      case Rcode.NOERROR ->
          before == LookupFailure.Reason.NO_NAME ? LookupFailure.Reason.NO_DATA : before;
      default -> LookupFailure.Reason.AGAIN;
    };
  }

  private static Optional<Resolver.Answer> addresses(Message answer) {
    List<Ipv4Address> addresses = new ArrayList<>();
    String name = "";
    for (Record record : answer.getSection(Section.ANSWER)) {
      if (record instanceof ARecord address) {
        addresses.add(ipv4(address.getAddress()));
        name = address.getName().toString(true);
      }
    }
    return addresses.isEmpty()
        ? Optional.empty()
        : Optional.of(new Resolver.Answer(name, addresses));
  }

  private static Ipv4Address ipv4(InetAddress address) {
    return new Ipv4Address(java.nio.ByteBuffer.wrap(address.getAddress()).getInt());
  }

  Optional<String> nameOf(Ipv4Address address) {
    int bits = address.bits();
    String name =
        (bits & 0xff)
            + "."
            + (bits >> 8 & 0xff)
            + "."
            + (bits >> 16 & 0xff)
            + "."
            + (bits >>> 24)
            + ".in-addr.arpa.";
    return ask(name, Type.PTR).stream()
        .flatMap(answer -> answer.getSection(Section.ANSWER).stream())
        .filter(PTRRecord.class::isInstance)
        .map(record -> ((PTRRecord) record).getTarget().toString(true))
        .findFirst();
  }

  /** The first usable answer; empty if no server gave any. A refusal counts when all refuse. */
  private Optional<Message> ask(String name, int type) {
    Message query = query(name, type);
    if (query == null) {
      return Optional.empty();
    }
    Message refusal = null;
    for (int attempt = 0; attempt < configuration.attempts(); attempt++) {
      for (Ipv4Address server : configuration.servers()) {
        Message answer = ask(server, query);
        if (answer != null && isFinal(answer.getRcode())) {
          return Optional.of(answer);
        }
        refusal = answer == null ? refusal : answer;
      }
    }
    return Optional.ofNullable(refusal);
  }

  private static boolean isFinal(int rcode) {
    return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN;
  }

  private @Nullable Message query(String name, int type) {
    try {
      Message query = new Message(process.loop().random().nextInt(0x10000));
      query.getHeader().setFlag(Flags.RD);
      query.addRecord(Record.newRecord(Name.fromString(name), type, DClass.IN), Section.QUESTION);
      return query;
    } catch (TextParseException notAName) {
      return null;
    }
  }

  private @Nullable Message ask(Ipv4Address server, Message query) {
    try (UdpSocket socket = process.network().sockets().udp()) {
      socket.connect(server, PORT);
      socket.send(Bytes.of(query.toWire()));
      long end = process.loop().nanoTime() + configuration.timeout().toNanos();
      while (process.loop().nanoTime() < end) {
        UdpSocket.Datagram datagram =
            socket.receive(Duration.ofNanos(end - process.loop().nanoTime()));
        Message answer = datagram == null ? null : parse(datagram.data());
        if (answer != null && answer.getHeader().getID() == query.getHeader().getID()) {
          return answer;
        }
      }
      return null;
    } catch (ErrnoException unreachable) {
      return null;
    }
  }

  private static @Nullable Message parse(Bytes data) {
    try {
      return new Message(data.toArray());
    } catch (IOException malformed) {
      return null;
    }
  }
}
