/** The programs of a root directory: the commands as Debian and busybox install them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.distribution;
