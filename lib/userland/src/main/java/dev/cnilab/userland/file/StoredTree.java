package dev.cnilab.userland.file;

import dev.cnilab.userland.stream.OpenFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A directory, or a single file, of a {@link Disk}. */
final class StoredTree implements FileTree {
  private static final int NAME_MAX = 255;

  private final Disk disk;
  private final Path root;
  private final String typeName;
  private final int number;

  StoredTree(Disk disk, Path root, String typeName) {
    this.disk = disk;
    this.number = disk.nextTree();
    this.root = root;
    this.typeName = typeName;
  }

  /** What tells it from the disk's other trees. */
  int number() {
    return number;
  }

  @Override
  public FileStatus status(String path) throws FileException {
    return tried(
        path,
        at -> {
          Inode found = inode(at);
          return new FileStatus(
              typeOf(found),
              found.isSymbolicLink() ? 0777 : found.access().permissions(),
              found.access().owner(),
              found.access().group(),
              size(at, found),
              found.links(),
              found.fileKey().longValue(),
              found.lastModifiedTime().toInstant());
        });
  }

  private static Inode inode(Path at) throws IOException {
    return Files.readAttributes(at, Inode.class, LinkOption.NOFOLLOW_LINKS);
  }

  private long size(Path at, Inode found) throws IOException {
    if (found.isSymbolicLink()) {
      return Files.readSymbolicLink(at).toString().length();
    }
    if (found.isDirectory()) {
      return 4096;
    }
    LargeFile grown = disk.large(((Number) found.fileKey()).longValue());
    if (grown != null) {
      return grown.size();
    }
    return found.size() <= Elf.LONGEST
        ? Elf.size(Files.readAllBytes(at)).orElse(found.size())
        : found.size();
  }

  @Override
  public Optional<FileType> type(String path) {
    try {
      return Optional.of(
          typeOf(
              Files.readAttributes(
                  at(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)));
    } catch (IOException nothingThere) {
      return Optional.empty();
    }
  }

  private static FileType typeOf(BasicFileAttributes found) {
    if (found.isDirectory()) {
      return FileType.DIRECTORY;
    }
    return found.isSymbolicLink() ? FileType.SYMLINK : FileType.REGULAR;
  }

  @Override
  public List<String> list(String path) throws FileException {
    return tried(
        path,
        at -> {
          try (Stream<Path> entries = Files.list(at)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
          }
        });
  }

  @Override
  public OpenFile open(String path, OpenMode mode) throws FileException {
    return tried(
        path,
        at -> {
          if (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
            if (mode == OpenMode.READ) {
              return new OpenDirectory();
            }
            throw new FileException(FileError.EISDIR, path);
          }
          boolean created = mode != OpenMode.READ && !Files.exists(at, LinkOption.NOFOLLOW_LINKS);
          if (created) {
            disk.space().requireRoom(path);
          }
          StoredFile file = StoredFile.open(disk, at, mode);
          if (created) {
            disk.space().takeFile();
            disk.changed(at, FileEvent.Kind.CREATE);
          } else if (mode == OpenMode.TRUNCATE) {
            disk.changed(at, FileEvent.Kind.WRITE);
          }
          return file;
        });
  }

  @Override
  public String readLink(String path) throws FileException {
    return tried(path, at -> Files.readSymbolicLink(at).toString());
  }

  @Override
  public void createDirectory(String path) throws FileException {
    change(
        path,
        FileEvent.Kind.CREATE,
        at -> {
          disk.space().requireRoom(path);
          Files.createDirectory(at);
          disk.space().takeFile();
        });
  }

  @Override
  public void createSymlink(String path, String target) throws FileException {
    change(
        path,
        FileEvent.Kind.CREATE,
        at -> {
          disk.space().requireRoom(path);
          Files.createSymbolicLink(at, at.getFileSystem().getPath(target));
          disk.space().takeFile();
        });
  }

  @Override
  public void createLink(String path, String existing) throws FileException {
    change(path, FileEvent.Kind.CREATE, at -> Files.createLink(at, at(existing)));
  }

  @Override
  public void rename(String from, String to) throws FileException {
    Path target = at(to);
    boolean ontoDirectory = Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS);
    boolean fromDirectory = Files.isDirectory(at(from), LinkOption.NOFOLLOW_LINKS);
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && ontoDirectory != fromDirectory) {
      throw new FileException(ontoDirectory ? FileError.EISDIR : FileError.ENOTDIR, to);
    }
    if (target.startsWith(at(from)) && !target.equals(at(from))) {
      throw new FileException(FileError.EINVAL, from);
    }
    change(
        from,
        FileEvent.Kind.RENAME,
        at -> {
          boolean replaces =
              Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !Files.isSameFile(at, target);
          if (replaces && Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            disk.forget(target);
          }
          Files.move(at, target, StandardCopyOption.REPLACE_EXISTING);
        });
    disk.changed(target, FileEvent.Kind.CREATE);
  }

  @Override
  public void remove(String path) throws FileException {
    change(
        path,
        FileEvent.Kind.REMOVE,
        at -> {
          if (Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS)) {
            disk.forget(at);
            Files.delete(at);
          } else {
            long key = disk.key(at);
            Files.delete(at);
            disk.removed(key);
          }
        });
  }

  @Override
  public void removeAll(String path) throws FileException {
    tried(path, at -> Files.walkFileTree(at, new Removal(disk)));
  }

  @Override
  public long usage(String path) throws FileException {
    long[] bytes = new long[1];
    tried(
        path,
        at ->
            Files.walkFileTree(
                at,
                new SimpleFileVisitor<>() {
                  @Override
                  public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
                    LargeFile grown = disk.large(((Number) found.fileKey()).longValue());
                    long size = grown == null ? found.size() : grown.size();
                    bytes[0] += (size + BLOCK - 1) / BLOCK * BLOCK;
                    return FileVisitResult.CONTINUE;
                  }

                  @Override
                  public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes found) {
                    bytes[0] += BLOCK;
                    return FileVisitResult.CONTINUE;
                  }
                }));
    return bytes[0];
  }

  @Override
  public void setPermissions(String path, int permissions) throws FileException {
    change(
        path,
        FileEvent.Kind.CHMOD,
        at -> setAccess(at, inode(at).access().withPermissions(permissions)));
  }

  @Override
  public void setOwner(String path, int owner, int group) throws FileException {
    change(
        path,
        FileEvent.Kind.CHMOD,
        at -> setAccess(at, inode(at).access().withOwner(owner, group)));
  }

  private static void setAccess(Path at, Access access) throws IOException {
    Files.setAttribute(at, Inodes.ACCESS_OF_INODE, access, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void setModified(String path, Instant modified) throws FileException {
    change(
        path,
        FileEvent.Kind.CHMOD,
        at -> attributes(at).setTimes(FileTime.from(modified), null, null));
  }

  @Override
  public FileWatch watch(String path, Consumer<FileEvent> listener) throws FileException {
    status(path);
    return disk.watch(at(path), listener);
  }

  @Override
  public Optional<DiskSpace> space() {
    return typeName.equals("tmpfs") ? Optional.empty() : Optional.of(disk.space());
  }

  @Override
  public String typeName() {
    return typeName;
  }

  private static BasicFileAttributeView attributes(Path at) {
    return Files.getFileAttributeView(at, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private Path at(String path) throws FileException {
    Path known = disk.parsed().find(this, path);
    if (known != null) {
      return known;
    }
    try {
      Path at = path.isEmpty() ? root : root.resolve(path);
      if (at.getNameCount() > 0 && at.getFileName().toString().length() > NAME_MAX) {
        throw new FileException(FileError.ENAMETOOLONG, path);
      }
      disk.parsed().keep(this, path, at);
      return at;
    } catch (InvalidPathException notAName) {
      throw new FileException(FileError.EINVAL, path);
    }
  }

  private <T> T tried(String path, Call<T> call) throws FileException {
    try {
      return call.on(at(path));
    } catch (FileException failed) {
      throw failed;
    } catch (IOException failed) {
      throw new FileException(errorOf(failed, path), path);
    }
  }

  private void change(String path, FileEvent.Kind kind, Change change) throws FileException {
    tried(
        path,
        at -> {
          change.on(at);
          disk.changed(at, kind);
          return at;
        });
  }

  private FileError errorOf(IOException failed, String path) throws FileException {
    return switch (failed) {
      case NoSuchFileException none -> parentIsFile(path) ? FileError.ENOTDIR : FileError.ENOENT;
      case FileAlreadyExistsException there -> FileError.EEXIST;
      case DirectoryNotEmptyException full -> FileError.ENOTEMPTY;
      case NotDirectoryException file -> FileError.ENOTDIR;
      case NotLinkException other -> FileError.EINVAL;
      case FileSystemLoopException loop -> FileError.ELOOP;
      case FileSystemException other when String.valueOf(other.getReason()).contains("not empty") ->
          FileError.ENOTEMPTY;
      default -> FileError.EIO;
    };
  }

  private boolean parentIsFile(String path) throws FileException {
    Path parent = at(path).getParent();
    return parent != null && Files.isRegularFile(parent, LinkOption.NOFOLLOW_LINKS);
  }

  private interface Call<T> {
    T on(Path at) throws IOException;
  }

  private interface Change {
    void on(Path at) throws IOException;
  }

  /** What open(2) gives for a directory: good for nothing but its error. */
  private static final class OpenDirectory extends OpenFile {
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      throw new FileException(FileError.EISDIR, "");
    }
  }
}
