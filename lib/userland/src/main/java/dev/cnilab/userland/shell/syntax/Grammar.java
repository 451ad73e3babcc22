package dev.cnilab.userland.shell.syntax;

/** What is understood besides the grammar of POSIX. */
public enum Grammar {
  /** Nothing: dash. */
  POSIX,
  /** {@code &>}: bash and busybox. */
  BASH
}
