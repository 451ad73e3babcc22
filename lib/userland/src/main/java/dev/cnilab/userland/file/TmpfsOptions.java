package dev.cnilab.userland.file;

import dev.cnilab.userland.file.inode.Blocks;
import dev.cnilab.userland.hardware.Hardware;

/**
 * How a tmpfs is made; tmpfs(5).
 *
 * @param size in bytes; rounded up to whole pages
 * @param permissions of its top directory
 * @param further words that only show in its options, each after a comma
 */
public record TmpfsOptions(long size, int permissions, String further) {
  private static final int EVERYBODY_STICKY = 01777;

  /** The default size, in bytes: whole pages. */
  public static final long HALF_OF_MEMORY = Blocks.within(Hardware.MEMORY_KI * 1024 / 2);

  /** The usual: half of the memory, open to everybody. */
  public static final TmpfsOptions USUAL = ofSize(HALF_OF_MEMORY);

  /** The usual with a size in bytes. */
  public static TmpfsOptions ofSize(long size) {
    return new TmpfsOptions(size, EVERYBODY_STICKY, "");
  }

  public TmpfsOptions withPermissions(int other) {
    return new TmpfsOptions(size, other, further);
  }

  /** Never swapped; there is no swap here in the first place. */
  public TmpfsOptions withoutSwap() {
    return new TmpfsOptions(size, permissions, further + ",noswap");
  }

  /** As shmem_show_options() shows them: not the defaults. */
  public String text() {
    long pages = Blocks.around(size);
    String limit = pages == HALF_OF_MEMORY ? "" : ",size=" + pages / 1024 + "k";
    String mode =
        permissions == EVERYBODY_STICKY ? "" : ",mode=" + Integer.toOctalString(permissions);
    return limit + mode + ",inode64" + further;
  }
}
