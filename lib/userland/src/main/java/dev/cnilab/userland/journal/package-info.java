/** The journal of a machine, as systemd-journald keeps it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.journal;
