package dev.cnilab.userland.kernel.network;

/** Whose sockets are. */
public interface SocketOwners {
  /** The user of a process that holds a socket; 0 for the kernel's own. */
  int user(Object socket);

  /** A socket's number in sockfs. */
  int inode(Object socket);
}
