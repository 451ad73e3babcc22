/** What a file descriptor stands for: open files and pipes that block a task as the kernel's do. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.stream;
