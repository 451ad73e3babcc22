/** Commands for mounts and the space on file systems. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.system.mount;
