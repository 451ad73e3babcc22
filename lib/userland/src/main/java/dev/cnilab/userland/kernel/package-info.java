/** Files that the kernel generates when they are read, for /proc, /sys and /dev. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.kernel;
