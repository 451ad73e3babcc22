package dev.cnilab.userland.file;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.cnilab.netsim.loop.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A machine's disk: one in-memory file system and those who watch it. */
public final class Disk {
  /** Bytes; nearly all files are small, and the last block of each is kept as a whole. */
  private static final int BLOCK = 256;

  private static final Configuration UNIX =
      Configuration.unix().toBuilder()
          .setAttributeViews("basic")
          .setWorkingDirectory("/")
          .setBlockSize(BLOCK)
          .build();

  private final EventLoop loop;
  private final FileSystem files;
  private final Inodes inodes = new Inodes();
  private final DiskSpace space = new DiskSpace();
  private final ParsedPaths parsed = new ParsedPaths();
  private final Map<Long, LargeFile> large = new HashMap<>();
  private int nextTmpfs;
  private int nextTree;
  private final Map<Path, List<Consumer<FileEvent>>> watches = new HashMap<>();

  public Disk(EventLoop loop) {
    this.loop = loop;
    this.files =
        Jimfs.newFileSystem(
            UNIX.toBuilder()
                .addAttributeProvider(inodes)
                .setFileTimeSource(new LoopTime(loop))
                .build());
  }

  /** The directory of that absolute path, made if need be, as a tree to mount. */
  public FileTree tree(String root) {
    return new StoredTree(this, stored("root" + root), "ext4");
  }

  /** A new and empty directory in memory, as a tmpfs to mount. */
  public FileTree newTmpfs() {
    return new StoredTree(this, stored("tmpfs/" + nextTmpfs++), "tmpfs");
  }

  /** Takes away what was in memory only: every tmpfs. */
  public void forgetMemory() {
    StoredTree memory = new StoredTree(this, stored("tmpfs"), "tmpfs");
    try {
      memory.removeAll("");
    } catch (FileException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
  }

  private Path stored(String name) {
    try {
      return Files.createDirectories(files.getPath("/" + name).normalize());
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
  }

  /** How full it is. */
  public DiskSpace space() {
    return space;
  }

  int nextTree() {
    return nextTree++;
  }

  ParsedPaths parsed() {
    return parsed;
  }

  /** What tells one file from all others, whatever its names. */
  long key(Path path) throws IOException {
    return Files.readAttributes(path, Inode.class, LinkOption.NOFOLLOW_LINKS).fileKey();
  }

  /** The content of a file that has grown; null of one that is small. */
  @Nullable LargeFile large(long key) {
    return large.get(key);
  }

  LargeFile makeLarge(long key) {
    return large.computeIfAbsent(key, any -> new LargeFile(space));
  }

  /** An inode has no name any more. */
  void removed(long key) {
    space.freeFile();
    inodes.forget((int) key);
  }

  /** A file or directory is about to lose a name. */
  void forget(Path path) throws IOException {
    Inode file = Files.readAttributes(path, Inode.class, LinkOption.NOFOLLOW_LINKS);
    boolean last = !file.isRegularFile() || file.links() == 1;
    if (!last) {
      return;
    }
    removed(file.fileKey());
    if (file.isRegularFile()) {
      space.free(file.size());
      space.hold(-file.size());
      LargeFile grown = large.remove(key(path));
      if (grown != null) {
        grown.removed();
      }
    }
  }

  FileWatch watch(Path path, Consumer<FileEvent> listener) {
    watches.computeIfAbsent(path, any -> new ArrayList<>()).add(listener);
    return () -> watches.computeIfPresent(path, (any, all) -> without(all, listener));
  }

  /** Tells those who watch the entry, or the directory it is in, as the next event of the loop. */
  void changed(Path path, FileEvent.Kind kind) {
    if (watches.isEmpty()) {
      return;
    }
    Path parent = path.getParent();
    if (parent != null && watches.containsKey(parent)) {
      tell(parent, new FileEvent(kind, path.getFileName().toString()));
    }
    if (watches.containsKey(path)) {
      tell(path, new FileEvent(kind, ""));
    }
  }

  private void tell(Path watched, FileEvent event) {
    for (Consumer<FileEvent> listener : List.copyOf(watches.getOrDefault(watched, List.of()))) {
      loop.schedule(
          0,
          () -> {
            if (watches.getOrDefault(watched, List.of()).contains(listener)) {
              listener.accept(event);
            }
          });
    }
  }

  private static @Nullable List<Consumer<FileEvent>> without(
      List<Consumer<FileEvent>> all, Consumer<FileEvent> gone) {
    all.remove(gone);
    return all.isEmpty() ? null : all;
  }
}
