package dev.cnilab.conformance.netpol.table;

import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpState;
import java.util.Set;

/** A connection attempt in progress. On the loop only. */
sealed interface Attempt {
  /** Whether there has been an answer yet. */
  boolean answered();

  /** Aborts it. */
  void end();

  /** A TCP connection: the answer is that it is established. */
  record OverTcp(TcpConnection connection) implements Attempt {
    @Override
    public boolean answered() {
      return connection.state() == TcpState.ESTABLISHED
          || connection.state() == TcpState.CLOSE_WAIT;
    }

    @Override
    public void end() {
      connection.abort();
    }
  }

  /** A datagram that is echoed. */
  record OverUdp(UdpSocket socket) implements Attempt {
    @Override
    public boolean answered() {
      return socket.receiveQueue() > 0;
    }

    @Override
    public void end() {
      socket.close();
    }
  }

  /**
   * An INIT, which is answered by an INIT ACK.
   *
   * @param answers the ports from which there has been one
   */
  record OverSctp(Set<Integer> answers, int port) implements Attempt {
    @Override
    public boolean answered() {
      return answers.contains(port);
    }

    @Override
    public void end() {
      answers.remove(port);
    }
  }
}
