package dev.cnilab.cluster.line;

import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpState;

/** Notices when a connection has changed: a repeated segment changes nothing. */
final class ConnectionNews {
  private final TcpConnection connection;
  private long seen;
  private TcpState state = TcpState.SYN_SENT;

  ConnectionNews(TcpConnection connection) {
    this.connection = connection;
  }

  /** Whether something has arrived, or its state is another one, since the last time. */
  boolean hasCome() {
    long now = connection.received() * 2 + (connection.isEnding() ? 1 : 0);
    boolean changed = now != seen || connection.state() != state;
    seen = now;
    state = connection.state();
    return changed;
  }
}
