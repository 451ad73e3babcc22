package dev.cnilab.netsim.caller;

/**
 * Who opened a socket, as rules see it.
 *
 * @param user the number of the user
 * @param group the number of the group
 */
public record SocketOwner(int user, int group) {
  /** The owner of what the kernel itself opens. */
  public static final SocketOwner ROOT = new SocketOwner(0, 0);

  /** The owner of a socket that this thread opens now. */
  public static SocketOwner current() {
    Caller caller = Caller.current();
    return caller == null ? ROOT : new SocketOwner(caller.user(), caller.group());
  }
}
