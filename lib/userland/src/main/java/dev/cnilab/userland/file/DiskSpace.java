package dev.cnilab.userland.file;

import dev.cnilab.netsim.kernel.HeapPool;
import dev.cnilab.userland.file.inode.Blocks;
import dev.cnilab.userland.file.inode.Layer;
import dev.cnilab.userland.hardware.Hardware;

/**
 * The size and usage of a disk or a tmpfs. Disks are thin: what their files occupy in the heap,
 * beyond what a system and its images need, comes from a pool that all disks of the process share,
 * a quarter of the heap. A disk is as full as the fuller of the two, the disk itself or its share
 * of the pool. Inodes and blocks can each use what the other leaves of that share.
 */
public final class DiskSpace {
  private static final long DISK = Hardware.DISK_KI * 1024;

  /** The bytes that the system itself uses, and those reserved for metadata. */
  private static final long SYSTEM = 2_306_532L * 1024;

  private static final long RESERVED = DISK - SYSTEM - 17_094_704L * 1024;
  private static final long INODES = 1_310_720;

  /** Half the number of the machine's pages; tmpfs(5), {@code nr_inodes}. */
  private static final long INODES_IN_MEMORY = Hardware.MEMORY_KI * 1024 / Blocks.SIZE / 2;

  /** The heap bytes of a file besides its content. */
  private static final int COST_OF_FILE = 1024;

  /** The heap bytes of each disk that do not come from the pool. */
  private static final long ALLOWANCE = 8L << 20;

  private final HeapPool.Holding holding = HeapPool.DISKS.holding();
  private final long size;
  private final long reserved;
  private final long room;
  private final long inodes;
  private final long allowance;
  private long used;
  private long held;
  private long heldByFiles;
  private long files;

  private DiskSpace(long size, long reserved, long room, long inodes, long allowance) {
    this.size = size;
    this.reserved = reserved;
    this.room = room;
    this.inodes = inodes;
    this.allowance = allowance;
  }

  /** The space of a machine's disk, with the system on it. */
  public static DiskSpace ofDisk() {
    return new DiskSpace(DISK, RESERVED, DISK - SYSTEM - RESERVED, INODES, ALLOWANCE);
  }

  /** The space of a tmpfs of this size in bytes, rounded up to whole pages. */
  public static DiskSpace ofMemory(long bytes) {
    long pages = Blocks.around(bytes);
    return new DiskSpace(pages, 0, pages, INODES_IN_MEMORY, 0);
  }

  /** The size in bytes. */
  public long size() {
    return size;
  }

  /** The used space in bytes. */
  public long used() {
    return size - reserved - available();
  }

  /** The space that can still be written, in bytes. */
  public long available() {
    double free = free(held - heldByFiles, heldByFiles);
    return (long) Math.max(0, Math.min((double) (room - used), room * free));
  }

  public long inodes() {
    return inodes;
  }

  public long inodesFree() {
    return (long)
        Math.max(
            0, Math.min((double) (inodes - files), inodes * free(heldByFiles, held - heldByFiles)));
  }

  /**
   * The free part, 0 to 1, of the heap that inodes or blocks can use beside each other. A tmpfs
   * shows 1 until nothing is left.
   */
  private double free(long taken, long byOthers) {
    double counted = held == 0 ? 0 : (double) holding.amount() / held;
    double left = holding.share() - byOthers * counted;
    double part = left <= 0 ? 0 : Math.max(0, 1 - taken * counted / left);
    return isDisk() ? part : Math.ceil(part);
  }

  private boolean isDisk() {
    return reserved > 0;
  }

  /** The size to which a file of this size can still grow, in bytes. */
  public long largest(long size) {
    return Blocks.around(size) + Blocks.within(available());
  }

  /** Counts the blocks of a file that grows from one size to another, in bytes. */
  public void grow(long from, long to) {
    used += Blocks.around(to) - Blocks.around(from);
  }

  /**
   * Checks that there is room for one more file.
   *
   * @throws FileException ENOSPC if not
   */
  public void requireRoom(String path) throws FileException {
    // A tmpfs does not store names with the content.
    if (inodesFree() == 0 || (isDisk() && available() == 0)) {
      throw new FileException(FileError.ENOSPC, path);
    }
  }

  /** Counts a new file, directory or symlink. */
  public void takeFile() {
    files++;
    holdFile();
  }

  public void freeFile() {
    freeFileOfLayer();
    heldByFiles -= COST_OF_FILE;
    hold(-COST_OF_FILE);
  }

  /** Counts the deletion of a layer's file, which took up no heap. */
  public void freeFileOfLayer() {
    files--;
  }

  /** Counts a layer's file that the disk now holds itself. */
  public void holdFile() {
    heldByFiles += COST_OF_FILE;
    hold(COST_OF_FILE);
  }

  /** Checks that there is room for all files of a layer; as {@link #requireRoom(String)}. */
  public void requireRoom(Layer layer, String path) throws FileException {
    if (inodesFree() < layer.size() || available() < layer.bytes()) {
      throw new FileException(FileError.ENOSPC, path);
    }
  }

  /** Counts the files of a layer, which take up no heap. */
  public void takeLayer(Layer layer) {
    files += layer.size();
    used += layer.bytes();
  }

  /** Counts the deletion of a content of this size, in bytes. */
  public void free(long size) {
    used -= Blocks.around(size);
  }

  /** Counts a change of the occupied heap, in bytes. */
  public void hold(long bytes) {
    held += bytes;
    holding.set(Math.max(0, held - allowance));
  }
}
