package dev.cnilab.netsim.conntrack;

/** Listens to what becomes of connections, as netlink's groups of conntrack do. */
public interface ConnectionEvents {
  /** It entered the table. */
  void created(Connection connection);

  /** It was answered, is assured from now on, or its protocol's state has changed. */
  void updated(Connection connection);

  /** It left the table. */
  void destroyed(Connection connection);
}
