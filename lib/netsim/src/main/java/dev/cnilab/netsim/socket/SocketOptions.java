package dev.cnilab.netsim.socket;

import dev.cnilab.netsim.link.Link;
import org.jspecify.annotations.Nullable;

/** The socket options of ip(7) that a program sets before it sends. */
public final class SocketOptions {
  /** IP_MTU_DISCOVER. */
  public enum PathMtuDiscovery {
    /** Never sets DF; large packets are fragmented. */
    DONT,
    /** Sets DF on packets that fit, and fragments those that do not. */
    WANT,
    /** Always sets DF; packets that do not fit fail with EMSGSIZE. */
    DO,
    /** Sets DF and ignores the path MTU. */
    PROBE
  }

  private int ttl;
  private int tos;
  private int mark;
  private PathMtuDiscovery pathMtuDiscovery = PathMtuDiscovery.WANT;
  private @Nullable Link device;
  private boolean receivesErrors;
  private boolean broadcasts;

  /** IP_TTL, 1 to 255; 0 for the namespace's default. */
  public int ttl() {
    return ttl;
  }

  public SocketOptions ttl(int hops) {
    ttl = hops;
    return this;
  }

  /** IP_TOS, 8 bits. */
  public int tos() {
    return tos;
  }

  public SocketOptions tos(int bits) {
    tos = bits;
    return this;
  }

  /** SO_MARK. */
  public int mark() {
    return mark;
  }

  public SocketOptions mark(int bits) {
    mark = bits;
    return this;
  }

  public PathMtuDiscovery pathMtuDiscovery() {
    return pathMtuDiscovery;
  }

  public SocketOptions pathMtuDiscovery(PathMtuDiscovery mode) {
    pathMtuDiscovery = mode;
    return this;
  }

  /** SO_BINDTODEVICE; null for any link. */
  public @Nullable Link device() {
    return device;
  }

  public SocketOptions device(@Nullable Link link) {
    device = link;
    return this;
  }

  /** IP_RECVERR: ICMP errors are queued, to be read as {@link SocketError}s. */
  public boolean receivesErrors() {
    return receivesErrors;
  }

  public SocketOptions receiveErrors() {
    receivesErrors = true;
    return this;
  }

  /** SO_BROADCAST. */
  public boolean broadcasts() {
    return broadcasts;
  }

  public SocketOptions broadcast() {
    broadcasts = true;
    return this;
  }
}
