/** Stored files: the trees of a disk, its space and its watches. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.file.disk;
