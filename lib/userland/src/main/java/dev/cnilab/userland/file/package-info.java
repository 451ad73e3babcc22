/**
 * Files as a process sees them: a tree of mounts over an in-memory disk. Paths are absolute, as
 * text; what can go wrong is a {@link dev.cnilab.userland.file.FileException} with the kernel's
 * error.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.file;
