package dev.cnilab.userland.net.sockets;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code nc}: OpenBSD's netcat 1.219 with Debian's patches. */
public final class Nc implements Program {
  @Override
  public int run(Process process) throws IOException {
    try {
      NcOptions options =
          NcOptions.parse(process.arguments().subList(1, process.arguments().size()));
      Run run = new Run(process, options, new ProcessSockets(process));
      return options.has('l') ? run.serve() : run.connectToAll();
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }

  /** One run of the command. */
  private record Run(Process process, NcOptions options, ProcessSockets sockets) {
    private static final Duration FOREVER = Duration.ofDays(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int SCAN_SECONDS = 3;
    private static final Bytes PROBE = Bytes.of("X");

    private static CommandFailure error(String message) {
      return CommandFailure.refused("nc: " + message);
    }

    // ---- connecting

    int connectToAll() throws IOException {
      int status = 1;
      for (int port : options.ports()) {
        boolean talked = false;
        for (Ipv4Address address : resolve(port)) {
          talked =
              talked
                  || (options.has('u') ? talkOverUdp(address, port) : talkOverTcp(address, port));
        }
        if (talked) {
          status = 0;
        } else if (options.has('u')) {
          status = 1;
        }
      }
      return status;
    }

    private List<Ipv4Address> resolve(int port) {
      String host = options.host();
      String failed = "getaddrinfo for host \"" + host + "\" port " + port + ": ";
      if (options.has('6')) {
        throw error(failed + "Address family for hostname not supported");
      }
      Optional<Ipv4Address> numeric = Resolver.numeric(host);
      if (numeric.isPresent()) {
        return List.of(numeric.get());
      }
      if (options.has('n')) {
        throw error(failed + "Name or service not known");
      }
      try {
        return new Resolver(process).find(host).addresses();
      } catch (LookupFailure unknown) {
        throw error(failed + unknown.getMessage());
      }
    }

    /** Returns false if the connection failed. */
    private boolean talkOverTcp(Ipv4Address address, int port) throws IOException {
      TcpConnection connection;
      try {
        Endpoint from = new Endpoint(options.source(), options.sourcePort());
        connection = sockets.connect(from, address, port);
      } catch (ErrnoException refused) {
        notConnected(address, port, refused.errno());
        return false;
      }
      try {
        if (!connection.awaitEstablished(options.timeout().orElse(FOREVER))) {
          complain(address, port, "timed out: Operation now in progress");
          return false;
        }
        announce(address, port, "tcp", ServicesFile.tcpName(port));
        if (!options.has('z')) {
          relay(new TcpEnd(connection, options.has('N')));
        }
        return true;
      } catch (ErrnoException failed) {
        notConnected(address, port, failed.errno());
        return false;
      } finally {
        sockets.close(connection);
      }
    }

    private void notConnected(Ipv4Address address, int port, Errno errno) {
      if (errno == Errno.EADDRNOTAVAIL || errno == Errno.EADDRINUSE) {
        throw error("bind failed: " + errno.text());
      }
      complain(address, port, "failed: " + errno.text());
    }

    private void complain(Ipv4Address address, int port, String what) {
      if (options.has('v')) {
        String protocol = options.has('u') ? "udp" : "tcp";
        process
            .err()
            .println(
                "nc: connect to " + at(address) + " port " + port + " (" + protocol + ") " + what);
      }
    }

    private String at(Ipv4Address address) {
      String host = options.host();
      return host.equals(address.toString()) ? host : host + " (" + address + ")";
    }

    private void announce(
        Ipv4Address address, int port, String protocol, Optional<String> service) {
      if (options.has('v')) {
        String name = options.has('n') ? "*" : service.orElse("*");
        process
            .err()
            .println(
                "Connection to "
                    + at(address)
                    + (" " + port + " port [" + protocol + "/" + name + "] succeeded!"));
      }
    }

    private boolean talkOverUdp(Ipv4Address address, int port) throws IOException {
      UdpSocket socket = sockets.udp();
      try {
        bind(socket);
        socket.connect(address, port);
      } catch (ErrnoException refused) {
        notConnected(address, port, refused.errno());
        sockets.close(socket);
        return false;
      }
      try {
        if (options.has('v') && !isAnswered(socket)) {
          return false;
        }
        announce(address, port, "udp", ServicesFile.udpName(port));
        if (!options.has('z')) {
          relay(new UdpEnd(socket));
        }
        return true;
      } finally {
        sockets.close(socket);
      }
    }

    private void bind(UdpSocket socket) {
      if (!options.source().isAny() || options.sourcePort() != 0) {
        socket.bind(options.source(), options.sourcePort());
      }
    }

    /** Sends a probe twice and then once a second; false if the port is closed. */
    private boolean isAnswered(UdpSocket socket) {
      try {
        socket.send(PROBE);
      } catch (ErrnoException unsent) {
        return false;
      }
      process.loop().sleep(Duration.ofMillis(1)); // an error arrives before the next probe
      boolean closed = isRefused(socket);
      long seconds = options.timeout().map(Duration::toSeconds).orElse((long) SCAN_SECONDS);
      for (long i = 0; i < seconds && !closed; i++) {
        process.loop().sleep(SECOND);
        closed = isRefused(socket);
      }
      return !closed;
    }

    /** Sends a probe, unless an error of an earlier one is pending; only ECONNREFUSED is final. */
    private static boolean isRefused(UdpSocket socket) {
      try {
        socket.send(PROBE);
        return false;
      } catch (ErrnoException error) {
        return error.errno() == Errno.ECONNREFUSED;
      }
    }

    // ---- listening

    int serve() throws IOException {
      Ipv4Address address =
          options.host().isEmpty()
              ? options.source()
              : resolve(options.ports().getFirst()).getFirst();
      int port = options.ports().getFirst();
      try {
        if (options.has('u')) {
          serveUdp(address, port);
        } else {
          serveTcp(address, port);
        }
      } catch (ErrnoException refused) {
        throw error(refused.errno().text());
      }
      return 0;
    }

    private void relay(NetworkEnd end) throws IOException {
      Relay relay = new Relay(process, options.timeout().orElse(FOREVER), options.quit());
      if (options.has('d')) {
        relay.runWithoutInput(end);
      } else {
        relay.run(end);
      }
    }

    private void serveTcp(Ipv4Address address, int port) throws IOException {
      TcpListener listener = sockets.listen(address, port, 1);
      report("Listening on", address, port);
      do {
        TcpConnection client = sockets.accept(listener);
        report("Connection received on", client.peer().address(), client.peer().port());
        relay(new TcpEnd(client, options.has('N')));
        sockets.close(client);
      } while (options.has('k'));
    }

    private void serveUdp(Ipv4Address address, int port) throws IOException {
      UdpSocket socket = sockets.udp();
      socket.bind(address, port);
      report("Bound on", address, port);
      UdpSocket.Datagram first = socket.receive(FOREVER);
      if (first == null) {
        return;
      }
      socket.connect(first.source(), first.sourcePort());
      report("Connection received on", first.source(), first.sourcePort());
      process.out().write(first.data().toArray());
      relay(new UdpEnd(socket));
    }

    private void report(String what, Ipv4Address address, int port) {
      if (!options.has('v')) {
        return;
      }
      String name = address.toString();
      if (!options.has('n')) {
        try {
          name = new Resolver(process).nameInfo(address);
        } catch (LookupFailure nobodyAnswers) {
          process.err().println("nc: getnameinfo: " + nobodyAnswers.getMessage());
          return;
        }
      }
      process.err().println(what + " " + name + " " + port);
    }
  }
}
