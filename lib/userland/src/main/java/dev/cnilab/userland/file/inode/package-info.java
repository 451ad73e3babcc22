/**
 * What a disk consists of: inodes by their numbers, of which a directory has names. An inode that
 * came with a layer is shared by all disks that have the layer, until this disk changes it.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.userland.file.inode;
