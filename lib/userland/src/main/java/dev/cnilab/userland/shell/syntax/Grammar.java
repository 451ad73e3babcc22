package dev.cnilab.userland.shell.syntax;

/** What is understood besides the grammar of POSIX. */
public enum Grammar {
  /** Nothing: dash. */
  POSIX,
  /** {@code &>} and <code>$'…'</code>. */
  BUSYBOX,
  /** These and what else bash has, but {@code select}, {@code coproc} and extended patterns. */
  BASH
}
