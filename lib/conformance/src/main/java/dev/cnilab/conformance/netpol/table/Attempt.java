package dev.cnilab.conformance.netpol.table;

import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpState;
import java.util.Set;

/** A question that is under way. On the loop only. */
sealed interface Attempt {
  /** Whether there has been an answer by now. */
  boolean answered();

  /** Gives it up. */
  void end();

  /** A connection: the answer is that it is established. */
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

  /** A datagram, which comes back. */
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
   * An INIT, which an INIT ACK answers.
   *
   * @param answers the ports to which there has been one
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
