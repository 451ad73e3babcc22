package dev.cnilab.userland.file;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.cnilab.netsim.loop.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
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
          .setAttributeViews("basic", "owner", "posix", "unix")
          .setDefaultAttributeValue("owner:owner", "0")
          .setDefaultAttributeValue("posix:group", "0")
          .setDefaultAttributeValue("posix:permissions", "rw-r--r--")
          .setWorkingDirectory("/")
          .setBlockSize(BLOCK)
          .build();

  private final EventLoop loop;
  private final FileSystem files;
  private int nextTmpfs;
  private final Map<Path, List<Consumer<FileEvent>>> watches = new HashMap<>();

  public Disk(EventLoop loop) {
    this.loop = loop;
    this.files =
        Jimfs.newFileSystem(UNIX.toBuilder().setFileTimeSource(new LoopTime(loop)).build());
  }

  /** The directory of that absolute path, made if need be, as a tree to mount. */
  public FileTree tree(String root) {
    return new StoredTree(this, stored("root" + root), "ext4");
  }

  /** A new and empty directory in memory, as a tmpfs to mount. */
  public FileTree newTmpfs() {
    return new StoredTree(this, stored("tmpfs/" + nextTmpfs++), "tmpfs");
  }

  private Path stored(String name) {
    try {
      Path directory = Files.createDirectories(files.getPath("/" + name).normalize());
      Files.setPosixFilePermissions(directory, Permissions.fromBits(0755));
      return directory;
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
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
    if (parent != null) {
      tell(parent, new FileEvent(kind, path.getFileName().toString()));
    }
    tell(path, new FileEvent(kind, ""));
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
