/** Trees put together: mounts, the way along a path through them, and who may go it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.file.mount;
