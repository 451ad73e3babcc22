/**
 * Files as a process sees them: a tree of mounts over an in-memory disk. Paths are absolute, as
 * text; errors are a {@link dev.cnilab.userland.file.FileException} with the kernel's errno.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.file;
