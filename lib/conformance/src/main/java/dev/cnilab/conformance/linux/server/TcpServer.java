package dev.cnilab.conformance.linux.server;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.util.function.Consumer;

/** A server on a TCP port: it listens before the command returns, and then keeps running. */
abstract class TcpServer implements Program {
  private static final int BACKLOG = 128;

  @Override
  public final int run(Process process) throws IOException {
    ServerWords words = new ServerWords(process.arguments());
    Ipv4Address address = words.bind();
    Consumer<TcpConnection> talk = talk(words, process.loop());
    TcpListener listener;
    try {
      listener = new ProcessSockets(process).listen(address, words.port(), BACKLOG);
    } catch (ErrnoException refused) {
      process.err().println(process.arguments().getFirst() + ": " + refused.errno().text());
      return 1;
    }
    process.start(ProcessSpec.of(process.arguments()).body(child -> serve(child, listener, talk)));
    return 0;
  }

  private static int serve(Process process, TcpListener listener, Consumer<TcpConnection> talk) {
    while (true) {
      TcpConnection client = listener.accept();
      process.loop().spawn("connection", () -> talk(client, talk));
    }
  }

  private static void talk(TcpConnection client, Consumer<TcpConnection> talk) {
    try (client) {
      talk.accept(client);
    } catch (ErrnoException gone) {
      // The client may do that; the server continues.
    }
  }

  /** What to do with each client, according to the arguments. */
  abstract Consumer<TcpConnection> talk(ServerWords words, EventLoop loop);
}
