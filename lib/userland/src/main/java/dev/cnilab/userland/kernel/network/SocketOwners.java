package dev.cnilab.userland.kernel.network;

/** The owners of sockets. */
public interface SocketOwners {
  /** The user of the process that holds a socket; 0 for the kernel's own sockets. */
  int user(Object socket);

  /** A socket's inode number in sockfs. */
  int inode(Object socket);
}
