package dev.cnilab.userland.process;

import java.util.Map;
import java.util.WeakHashMap;

/**
 * The numbers that the kernel gives sockets. Like cookies in Linux (sock_gen_cookie()), they are
 * assigned when they are first asked for.
 */
public final class SocketIds {
  /** The first inode number of sockets; the machine's files have lower ones. */
  private static final int FIRST_INODE = 20_000;

  private final Map<Object, Id> ids = new WeakHashMap<>();
  private int given;

  SocketIds() {}

  /** A socket's inode in sockfs, and its cookie. */
  public record Id(int inode, int cookie) {
    /** As ss(8) writes it. */
    public String text() {
      return "ino:" + inode + " sk:" + Integer.toHexString(cookie) + " <->";
    }
  }

  /** The numbers of a socket. */
  public Id of(Object socket) {
    Id known = ids.get(socket);
    if (known == null) {
      known = new Id(FIRST_INODE + given, 1 + given);
      given++;
      ids.put(socket, known);
    }
    return known;
  }
}
