package dev.cnilab.userland.shell.syntax;

/** The extensions of the POSIX grammar that are supported. */
public enum Grammar {
  /** None: dash. */
  POSIX,
  /**
   * {@code &>}, <code>$'…'</code>, <code>${x/a/b}</code>, <code>${x:1:2}</code>, {@code <(…)} and
   * {@code function}: busybox.
   */
  BUSYBOX,
  /**
   * Those of busybox and all others of bash, except for {@code select}, {@code coproc} and extended
   * patterns.
   */
  BASH
}
