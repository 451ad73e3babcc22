package dev.cnilab.userland.shell.syntax;

/** What is understood besides the grammar of POSIX. */
public enum Grammar {
  /** Nothing: dash. */
  POSIX,
  /**
   * {@code &>}, <code>$'…'</code>, <code>${x/a/b}</code>, <code>${x:1:2}</code>, {@code <(…)} and
   * {@code function}: busybox.
   */
  BUSYBOX,
  /** These and what else bash has, but {@code select}, {@code coproc} and extended patterns. */
  BASH
}
