/** Files that a kernel makes up as they are read: the stuff of /proc, /sys and /dev. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.kernel;
