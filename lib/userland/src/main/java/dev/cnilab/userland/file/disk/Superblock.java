package dev.cnilab.userland.file.disk;

import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.FileType;
import dev.cnilab.userland.file.inode.Access;
import dev.cnilab.userland.file.inode.Blocks;
import dev.cnilab.userland.file.inode.Directory;
import dev.cnilab.userland.file.inode.Inode;
import dev.cnilab.userland.file.inode.RegularFile;
import dev.cnilab.userland.file.inode.Symlink;

/**
 * What the trees of a disk share.
 *
 * @param typeName the file system type that mount(8) shows
 * @param options its options there, each after a comma
 * @param base where on the disk it begins, without a slash at the end
 */
record Superblock(Disk disk, String typeName, String options, String base) {
  static final String TMPFS = "tmpfs";

  /** The sizes of a directory of a tmpfs and of each name in it, in bytes. */
  private static final int DIRECTORY_IN_MEMORY = 40;

  private static final int NAME_IN_MEMORY = 20;

  /** What stat(2) reports. */
  FileStatus status(int number, Inode found) {
    Access access = found.access();
    return new FileStatus(
        typeOf(found),
        access.permissions(),
        access.owner(),
        access.group(),
        size(number, found),
        allocated(number, found),
        found.links(),
        number,
        disk.inodes().modified(number));
  }

  static FileType typeOf(Inode found) {
    return switch (found) {
      case Directory directory -> FileType.DIRECTORY;
      case Symlink symlink -> FileType.SYMLINK;
      case RegularFile file -> FileType.REGULAR;
    };
  }

  /** The size that stat(2) reports, in bytes; for a program, the size in its content. */
  long size(int number, Inode found) {
    return switch (found) {
      case Directory directory when isTmpfs() ->
          DIRECTORY_IN_MEMORY + (long) NAME_IN_MEMORY * directory.names().size();
      case Directory directory -> Blocks.SIZE;
      case Symlink symlink -> symlink.target().length();
      case RegularFile file -> {
        long size = disk.size(number, file);
        yield size > Elf.LONGEST ? size : Elf.size(file.content()).orElse(size);
      }
    };
  }

  /** The space that stat(2) reports, in bytes; of a program, that of the size in its content. */
  private long allocated(int number, Inode found) {
    return switch (found) {
      case Directory directory -> isTmpfs() ? 0 : Blocks.SIZE;
      case Symlink symlink -> 0;
      case RegularFile file -> {
        long taken = disk.taken(number, file);
        boolean isProgram = size(number, found) != disk.size(number, file);
        yield isProgram ? Blocks.around(size(number, found)) : taken;
      }
    };
  }

  /** The disk space of a file, in bytes. */
  long taken(int number, Inode found) {
    long other = isTmpfs() ? 0 : Blocks.SIZE;
    return found instanceof RegularFile file ? disk.taken(number, file) : other;
  }

  boolean isTmpfs() {
    return typeName.equals(TMPFS);
  }
}
