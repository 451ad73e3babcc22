/** Files that are stored: the tree of a disk, what it takes up, and who watches it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.file.disk;
