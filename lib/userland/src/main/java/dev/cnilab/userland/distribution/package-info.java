/** The contents of file systems: the commands as Debian and busybox install them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.distribution;
