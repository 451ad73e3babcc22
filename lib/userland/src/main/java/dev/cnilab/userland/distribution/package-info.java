/** What file systems have in them: the commands as Debian and as busybox lay them out. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.distribution;
