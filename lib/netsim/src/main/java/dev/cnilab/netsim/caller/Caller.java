package dev.cnilab.netsim.caller;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import org.jspecify.annotations.Nullable;

/**
 * The identity code runs under: the kernel checks its privileges before it changes a network or
 * opens a privileged socket. Code without a caller runs as the kernel itself and may do everything.
 */
public interface Caller {
  /** Whether the caller may change links, addresses, routes and filters: CAP_NET_ADMIN. */
  boolean mayAdministerNetworks();

  /** Whether the caller may send and receive raw packets: CAP_NET_RAW. */
  boolean mayUseRawSockets();

  /** Whether the caller may bind privileged ports: CAP_NET_BIND_SERVICE. */
  boolean mayBindReservedPorts();

  /** The number of its user. */
  int user();

  /** The number of its group. */
  int group();

  /** Whether the caller is in a group with a number in this range. */
  boolean isInGroup(int first, int last);

  /** The caller this thread runs as; null for the kernel itself. */
  static @Nullable Caller current() {
    return CurrentCaller.get();
  }

  /** Runs code as a caller; what the code schedules for later runs as the kernel. */
  static void runAs(Caller caller, Runnable code) {
    CurrentCaller.run(caller, code);
  }

  /**
   * Called before a link, an address, a route or a neighbor entry is changed (rtnetlink_rcv_msg).
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
   * @param firstFree the lowest port that needs no privilege, as in ip_unprivileged_port_start;
   *     port 0 is always allowed
   * @throws ErrnoException EACCES if the port is privileged and the caller lacks the capability
   */
  static void requirePort(int port, int firstFree) {
    Caller caller = current();
    if (caller != null && port != 0 && port < firstFree && !caller.mayBindReservedPorts()) {
      throw new ErrnoException(Errno.EACCES);
    }
  }
}
