/**
 * File systems that no disk holds: the files that the kernel generates when they are read, for
 * /proc, /sys and /dev, and a part of another tree, for bind mounts.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.kernel;
