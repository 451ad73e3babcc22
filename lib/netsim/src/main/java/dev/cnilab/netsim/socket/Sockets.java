package dev.cnilab.netsim.socket;

/** The sockets of one namespace. */
@SuppressWarnings("DoNotCallSuggester")
public final class Sockets {
  /** A raw socket for an IP protocol: 1 for ICMP, as ping uses it. */
  public RawSocket raw(int protocol) {
    throw new UnsupportedOperationException("" + protocol);
  }

  public UdpSocket udp() {
    throw new UnsupportedOperationException();
  }
}
