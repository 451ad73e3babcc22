package dev.cnilab.userland.net.socat;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.file.open.Pipe;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.net.sockets.ServicesFile;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.List;

/** Opens channels for addresses. */
final class Opener {
  /** The file descriptor number of socat's first socket. */
  private static final int DESCRIPTOR = 5;

  private final Process process;
  private final ProcessSockets sockets;

  Opener(Process process) {
    this.process = process;
    this.sockets = new ProcessSockets(process);
  }

  /** Opens a TCP listener. */
  TcpListener listen(Address address) throws ProgramException {
    int port = port(address, address.parameters().getFirst());
    Ipv4Address local = local(address);
    try {
      return sockets.listen(local, port, DESCRIPTOR);
    } catch (ErrnoException refused) {
      throw SocatErrors.of(
          process,
          "bind(%d, {AF=2 %s:%d}, 16): %s"
              .formatted(DESCRIPTOR, local, port, refused.errno().text()));
    }
  }

  /** The next connection of a listener. */
  Channel accept(TcpListener listener) {
    TcpConnection client = sockets.accept(listener);
    return new Channel.Tcp(client, () -> sockets.close(client));
  }

  void close(TcpListener listener) {
    sockets.close(listener);
  }

  /** Opens an address; a listening one waits for the first connection. */
  Channel open(Address address) throws IOException {
    OpenFile in = process.descriptors().get(0);
    OpenFile out = process.descriptors().get(1);
    return switch (address.kind()) {
      case STDIO, STDIN -> new Channel.Files(in, out, () -> {});
      case STDOUT -> new Channel.Files(out, out, () -> {});
      case TCP_CONNECT -> connect(address);
      case TCP_LISTEN -> {
        TcpListener listener = listen(address);
        Channel client = accept(listener);
        close(listener);
        yield client;
      }
      case UDP_CONNECT, UDP_LISTEN, UDP_RECEIVE -> udp(address);
      case OPEN, CREATE -> file(address);
      case EXEC -> run(List.of(address.parameters().getFirst().split(" +")));
      case SYSTEM -> run(List.of("sh", "-c", address.parameters().getFirst()));
    };
  }

  private Channel connect(Address address) throws ProgramException {
    Ipv4Address host = host(address.parameters().getFirst());
    int port = port(address, address.parameters().get(1));
    try {
      TcpConnection made = sockets.connect(new Endpoint(local(address), 0), host, port);
      made.awaitEstablished(Channel.FOREVER);
      return new Channel.Tcp(made, () -> sockets.close(made));
    } catch (ErrnoException refused) {
      throw SocatErrors.of(
          process,
          "connect(%d, AF=2 %s:%d, 16): %s"
              .formatted(DESCRIPTOR, host, port, refused.errno().text()));
    }
  }

  private Channel udp(Address address) throws ProgramException {
    UdpSocket socket = sockets.udp();
    Channel channel = new Channel.Udp(socket, () -> sockets.close(socket));
    try {
      if (address.kind() == Address.Kind.UDP_CONNECT) {
        int port = port(address, address.parameters().get(1));
        socket.connect(host(address.parameters().getFirst()), port);
        return channel;
      }
      socket.bind(local(address), port(address, address.parameters().getFirst()));
      if (address.kind() == Address.Kind.UDP_RECEIVE) {
        return channel;
      }
      UdpSocket.Datagram first = socket.receive(Channel.FOREVER);
      if (first == null) {
        return channel;
      }
      socket.connect(first.source(), first.sourcePort());
      return new Channel.Begun(first.data(), channel);
    } catch (ErrnoException refused) {
      throw SocatErrors.of(process, address.shown() + ": " + refused.errno().text());
    }
  }

  private Channel file(Address address) throws IOException {
    String path = address.parameters().getFirst();
    boolean creates = address.kind() == Address.Kind.CREATE || address.has("trunc");
    OpenMode mode =
        creates
            ? OpenMode.TRUNCATE
            : address.has("append") || address.has("creat") ? OpenMode.APPEND : OpenMode.READ_WRITE;
    try {
      OpenFile file = process.files().open(process.resolve(path), mode);
      return new Channel.Files(file, file, () -> {});
    } catch (FileException failed) {
      throw SocatErrors.of(
          process,
          "open(\"%s\", %s, 0666): %s"
              .formatted(path, creates ? "01102" : "02", failed.error().text()));
    }
  }

  private Channel run(List<String> command) throws ProgramException {
    Pipe input = new Pipe(process.loop());
    Pipe output = new Pipe(process.loop());
    try {
      process.start(
          ProcessSpec.of(command).descriptor(0, input.reader()).descriptor(1, output.writer()));
    } catch (FileException failed) {
      throw SocatErrors.of(
          process,
          "execvp(\"%s\", \"%s\"): %s"
              .formatted(command.getFirst(), command.getFirst(), failed.error().text()));
    }
    input.reader().close();
    output.writer().close();
    return new Channel.Files(output.reader(), input.writer(), () -> input.writer().close());
  }

  private Ipv4Address local(Address address) throws ProgramException {
    return address.value("bind").isPresent() ? host(address.value("bind").get()) : Ipv4Address.ANY;
  }

  private Ipv4Address host(String name) throws ProgramException {
    try {
      return new Resolver(process).find(name).address();
    } catch (LookupFailure unknown) {
      throw SocatErrors.of(
          process,
          "getaddrinfo(\"%s\", \"NULL\", {1,2,1,6}, {}): %s".formatted(name, unknown.getMessage()));
    }
  }

  private int port(Address address, String word) throws ProgramException {
    return ServicesFile.port(word)
        .orElseThrow(
            () ->
                SocatErrors.of(
                    process, "cannot resolve service \"" + word + "\" of " + address.shown()));
  }
}
