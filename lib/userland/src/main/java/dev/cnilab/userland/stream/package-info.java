/** Open files and pipes behind file descriptors, which block a task as the kernel's do. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.stream;
