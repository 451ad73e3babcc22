package dev.cnilab.netsim.conntrack;

/** A listener for changes to connections, like netlink's conntrack groups. */
public interface ConnectionEvents {
  /** It entered the table. */
  void created(Connection connection);

  /** It was answered, is assured from now on, or its protocol's state has changed. */
  void updated(Connection connection);

  /** It left the table. */
  void destroyed(Connection connection);
}
