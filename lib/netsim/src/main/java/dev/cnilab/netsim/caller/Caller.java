package dev.cnilab.netsim.caller;

import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import org.jspecify.annotations.Nullable;

/**
 * In whose name code runs: what the kernel asks before it changes a network or opens a socket that
 * not everyone may open. Code that runs in nobody's name is the kernel's own, and may do all.
 */
public interface Caller {
  /** Whether it may change links, addresses, routes and filters: CAP_NET_ADMIN. */
  boolean mayAdministerNetworks();

  /** Whether it may send and receive whole packets: CAP_NET_RAW. */
  boolean mayUseRawSockets();

  /** Whether it may take ports that are reserved: CAP_NET_BIND_SERVICE. */
  boolean mayBindReservedPorts();

  /** Whether it is in a group of those numbers. */
  boolean isInGroup(int first, int last);

  /** The one in whose name this thread runs; null for the kernel itself. */
  static @Nullable Caller current() {
    return CurrentCaller.get();
  }

  /** Runs code in somebody's name; what it schedules for later runs in nobody's. */
  static void runAs(Caller caller, Runnable code) {
    CurrentCaller.run(caller, code);
  }

  /**
   * Called before a link, an address, a route or a neighbour is changed (rtnetlink_rcv_msg).
   *
   * @throws ErrnoException EPERM if the caller may not
   */
  static void requireAdministrator() {
    Caller caller = current();
    if (caller != null && !caller.mayAdministerNetworks()) {
      throw new ErrnoException(Errno.EPERM);
    }
  }

  /**
   * Called before a raw or packet socket is opened (inet_create, packet_create).
   *
   * @throws ErrnoException EPERM if the caller may not
   */
  static void requireRaw() {
    Caller caller = current();
    if (caller != null && !caller.mayUseRawSockets()) {
      throw new ErrnoException(Errno.EPERM);
    }
  }

  /**
   * Called before a port is taken (__inet_bind).
   *
   * @param firstFree the lowest port that everyone may take, as in ip_unprivileged_port_start; 0 is
   *     no port and free
   * @throws ErrnoException EACCES if it is reserved and the caller may not have it
   */
  static void requirePort(int port, int firstFree) {
    Caller caller = current();
    if (caller != null && port != 0 && port < firstFree && !caller.mayBindReservedPorts()) {
      throw new ErrnoException(Errno.EACCES);
    }
  }
}
