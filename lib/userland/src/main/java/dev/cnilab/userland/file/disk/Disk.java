package dev.cnilab.userland.file.disk;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.DiskSpace;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.TmpfsOptions;
import dev.cnilab.userland.file.inode.Blocks;
import dev.cnilab.userland.file.inode.Directory;
import dev.cnilab.userland.file.inode.Inode;
import dev.cnilab.userland.file.inode.InodeTable;
import dev.cnilab.userland.file.inode.Layer;
import dev.cnilab.userland.file.inode.RegularFile;
import dev.cnilab.userland.hardware.WallClock;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A machine's disk: inodes, their watches, and the space used. Files of a layer take up no heap
 * until they are changed.
 */
public final class Disk {
  private static final String EXT4 = "ext4";

  private final InodeTable inodes = new InodeTable();
  private final Superblock superblock = new Superblock(this, EXT4, "", "");
  private final DiskSpace space;
  private final Watches watches;
  private final WallClock clock;
  private final int root;
  private final Map<Integer, LargeFile> large = new HashMap<>();

  /** How many times each file is open that has lost its name or may lose it. */
  private final Map<Integer, Integer> openings = new HashMap<>();

  private int shape;

  /** Creates an empty disk without a machine. */
  public Disk(EventLoop loop) {
    this(new WallClock(loop));
  }

  /** Creates an empty disk whose files get their times from a machine's clock. */
  public Disk(WallClock clock) {
    this(clock, DiskSpace.ofDisk());
  }

  private Disk(WallClock clock, DiskSpace space) {
    this.clock = clock;
    this.space = space;
    this.watches = new Watches(clock.loop());
    this.root = inodes.add(new Directory(now()));
  }

  /** Creates a disk with the contents of a layer. */
  public Disk(WallClock clock, Layer system) {
    this.clock = clock;
    this.space = DiskSpace.ofDisk();
    this.watches = new Watches(clock.loop());
    this.root = inodes.attach(system, now());
    space.takeLayer(system);
  }

  /**
   * The directory at that absolute path, created if necessary, as a tree to mount.
   *
   * @throws UncheckedIOException if the path exists and is not a directory, or the disk is full
   */
  public FileTree tree(String path) {
    try {
      return whole().directory(path);
    } catch (FileException inTheWay) {
      throw new UncheckedIOException(inTheWay);
    }
  }

  /** Like {@link #tree(String)}, as a file system of its own beside the others of this disk. */
  public FileTree partition(String path) {
    try {
      return whole().directory(path).in(new Superblock(this, EXT4, "", path));
    } catch (FileException inTheWay) {
      throw new UncheckedIOException(inTheWay);
    }
  }

  private StoredTree whole() {
    return new StoredTree(superblock, root, "");
  }

  /**
   * Like {@link #tree(String)}, for a new directory with a layer's files, whose times are now.
   *
   * @throws FileException EEXIST if the directory exists, ENOSPC if the disk is too full
   */
  public FileTree tree(String path, Layer layer) throws FileException {
    int slash = path.lastIndexOf('/');
    StoredTree parent = whole().directory(path.substring(0, slash));
    space.requireRoom(layer, path);
    return parent.attach(path.substring(slash + 1), layer);
  }

  /** A new, empty file system in memory, to be mounted; tmpfs(5). */
  public static FileTree tmpfs(WallClock clock, TmpfsOptions options) {
    Disk memory = new Disk(clock, DiskSpace.ofMemory(options.size()));
    Inode top = memory.own(memory.root);
    top.setAccess(top.access().withPermissions(options.permissions()));
    Superblock superblock = new Superblock(memory, Superblock.TMPFS, options.text(), "");
    return new StoredTree(superblock, memory.root, "");
  }

  /** Deletes everything on it. */
  void clear() {
    for (String name : ((Directory) own(root)).names()) {
      int number = inodes.child(root, name);
      unlink(root, name);
      Descent.below(this, number, name).reversed().forEach(each -> release(each.inode()));
    }
  }

  /**
   * Its present contents, as a layer for other disks.
   *
   * @throws IllegalStateException if a file is larger than the limit of 64 KiB
   */
  public Layer layer() {
    if (!large.isEmpty()) {
      throw new IllegalStateException(
          "files of a layer have at most 64 KiB; these have more: inodes " + large.keySet());
    }
    return inodes.layer(root);
  }

  /** The number of files, directories and symlinks that differ from its layers. */
  public int ownFiles() {
    return inodes.own();
  }

  /** Its size and usage. */
  public DiskSpace space() {
    return space;
  }

  /** The time of day; all files changed at one instant share the same object. */
  Instant now() {
    return clock.instant();
  }

  InodeTable inodes() {
    return inodes;
  }

  Watches watches() {
    return watches;
  }

  /** A number that changes with every change of a directory. */
  int shape() {
    return shape;
  }

  /** Gives an inode its first name. */
  int create(int directory, String name, Inode inode) {
    int number = inodes.add(inode);
    space.takeFile();
    link(directory, name, number);
    return number;
  }

  /** Makes a new name point to an inode. */
  void link(int directory, String name, int number) {
    Directory parent = changed(directory);
    parent.put(name, number);
    if (inodes.find(number) instanceof Directory) {
      parent.linked();
    }
  }

  /** Removes a name; the inode stays. */
  void unlink(int directory, String name) {
    int number = inodes.child(directory, name);
    Directory parent = changed(directory);
    parent.remove(name);
    if (inodes.find(number) instanceof Directory) {
      parent.unlinked();
    }
  }

  /** A directory whose entries are about to change. */
  private Directory changed(int number) {
    shape++;
    Directory directory = (Directory) own(number);
    directory.setModified(now());
    return directory;
  }

  /** An inode that is about to be changed. */
  Inode own(int number) {
    if (!inodes.isOwn(number)) {
      space.holdFile();
    }
    return inodes.own(number);
  }

  /** Removes one name of a file, which is deleted with its last name unless it is open. */
  void release(int number) {
    Inode inode = inodes.find(number);
    if (inode == null) {
      return;
    }
    boolean last = inode instanceof Directory || inode.links() <= 1;
    if (last && !openings.containsKey(number)) {
      free(number, inode);
    } else {
      own(number).unlinked();
    }
  }

  private void free(int number, Inode inode) {
    if (inodes.isOwn(number)) {
      space.freeFile();
    } else {
      space.freeFileOfLayer();
    }
    if (inode instanceof RegularFile file) {
      LargeFile grown = large.remove(number);
      if (grown != null) {
        grown.clear();
      } else {
        space.free(file.size());
        space.hold(inodes.isOwn(number) ? -file.held() : 0);
      }
    }
    inodes.remove(number);
  }

  /** Called when a file was opened. */
  void opened(int number) {
    openings.merge(number, 1, Integer::sum);
  }

  /** Called when a file was closed. */
  void closed(int number) {
    int left = openings.merge(number, -1, Integer::sum);
    if (left > 0) {
      return;
    }
    openings.remove(number);
    Inode inode = inodes.find(number);
    if (inode != null && inode.links() == 0) {
      free(number, inode);
    }
  }

  /** The content of a large file; null for a small one. */
  @Nullable LargeFile large(int number) {
    return large.isEmpty() ? null : large.get(number);
  }

  LargeFile makeLarge(int number) {
    return large.computeIfAbsent(number, any -> new LargeFile(space));
  }

  /** The space that a file takes, in bytes. */
  long taken(int number, RegularFile file) {
    LargeFile grown = large(number);
    return grown == null ? Blocks.around(file.size()) : grown.taken();
  }

  /** A file's size in bytes. */
  long size(int number, RegularFile file) {
    LargeFile grown = large(number);
    return grown == null ? file.size() : grown.size();
  }
}
