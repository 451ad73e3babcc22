package dev.cnilab.netsim;

import dev.cnilab.netsim.link.Linkwatch;
import dev.cnilab.netsim.link.Segment;
import dev.cnilab.netsim.loop.EventLoop;

/** Namespaces that can be connected to each other, on one event loop. */
public final class Network {
  private final EventLoop loop;
  private final Linkwatch linkwatch;

  public Network(EventLoop loop) {
    this.loop = loop;
    this.linkwatch = new Linkwatch(loop);
  }

  public EventLoop loop() {
    return loop;
  }

  /**
   * Creates a namespace with lo down, no addresses, forwarding off.
   *
   * @param name how traces and {@code ip link} call it
   */
  public NetworkNamespace newNamespace(String name) {
    return NetworkNamespace.ofMachine(name, loop, linkwatch);
  }

  /** A LAN that nics can be plugged into. */
  public Segment newSegment(String name) {
    return new Segment(name);
  }
}
