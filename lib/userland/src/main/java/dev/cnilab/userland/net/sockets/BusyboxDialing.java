package dev.cnilab.userland.net.sockets;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import java.time.Duration;

/** How busybox's applets connect (libbb/xconnect.c), with their errors. */
record BusyboxDialing(String applet, ProcessSockets sockets) {
  /**
   * Connects to a host by name or address.
   *
   * @throws CommandFailure if the name is unknown, the connection is refused or not there in time
   */
  TcpConnection connect(String host, int port, Duration atMost) {
    Ipv4Address address;
    try {
      address = new Resolver(sockets.process()).find(host).address();
    } catch (LookupFailure unknown) {
      throw error("bad address '" + host + "'");
    }
    try {
      TcpConnection connection = sockets.connect(address, port);
      if (!connection.awaitEstablished(atMost)) {
        throw error("timed out");
      }
      return connection;
    } catch (ErrnoException refused) {
      throw error("can't connect to remote host (" + address + "): " + refused.errno().text());
    }
  }

  CommandFailure error(String message) {
    return CommandFailure.refused(applet + ": " + message);
  }
}
