package dev.cnilab.userland.command;

/** The variants of a command, where they visibly differ. */
public enum Dialect {
  /** GNU coreutils, util-linux, procps, iproute2, iputils: Debian. */
  GNU,
  /** The applets of busybox 1.36. */
  BUSYBOX
}
