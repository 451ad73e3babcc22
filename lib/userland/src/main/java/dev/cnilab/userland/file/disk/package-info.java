/** Stored files: the trees of a disk and layers of them, its space and its watches. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.file.disk;
