/** Mounted trees: mounts, path resolution through them, and permissions. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.file.mount;
