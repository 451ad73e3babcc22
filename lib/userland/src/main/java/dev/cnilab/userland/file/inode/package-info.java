/**
 * The parts of a disk: numbered inodes, which directories give names. A layer's inode is shared by
 * all disks that have the layer, until a disk changes it.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.file.inode;
