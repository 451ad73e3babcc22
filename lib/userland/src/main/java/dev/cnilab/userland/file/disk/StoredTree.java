package dev.cnilab.userland.file.disk;

import dev.cnilab.userland.file.DiskSpace;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileEvent;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.FileType;
import dev.cnilab.userland.file.FileUsage;
import dev.cnilab.userland.file.FileWatch;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.inode.Directory;
import dev.cnilab.userland.file.inode.Inode;
import dev.cnilab.userland.file.inode.Layer;
import dev.cnilab.userland.file.inode.RegularFile;
import dev.cnilab.userland.file.inode.Symlink;
import dev.cnilab.userland.file.open.OpenFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A directory of a {@link Disk}. */
final class StoredTree implements FileTree {

  private final Disk disk;
  private final PathLookup lookup;
  private final String place;
  private final Superblock superblock;

  /**
   * The tree of a directory.
   *
   * @param root its inode
   * @param place its path on the disk, without a slash at the end, for its watches
   */
  StoredTree(Superblock superblock, int root, String place) {
    this.superblock = superblock;
    this.disk = superblock.disk();
    this.lookup = new PathLookup(disk, root);
    this.place = place;
  }

  /** The same directory in another file system of the disk. */
  StoredTree in(Superblock other) {
    return new StoredTree(other, lookup.root(), place);
  }

  /** The tree of a directory in this one, created if necessary. */
  StoredTree directory(String path) throws FileException {
    StringBuilder at = new StringBuilder();
    for (String name : path.split("/", -1)) {
      if (!name.isEmpty()) {
        at.append(at.isEmpty() ? "" : "/").append(name);
        if (type(at.toString()).isEmpty()) {
          createDirectory(at.toString());
        }
      }
    }
    String found = at.toString();
    return new StoredTree(superblock, lookup.require(found), watched(found));
  }

  /** The tree of a new directory in this one, with the files of a layer. */
  StoredTree attach(String name, Layer layer) throws FileException {
    requireAbsent(name);
    int inode = disk.inodes().attach(layer, disk.now());
    disk.link(lookup.root(), name, inode);
    disk.space().takeLayer(layer);
    return new StoredTree(superblock, inode, place + "/" + name);
  }

  @Override
  public FileStatus status(String path) throws FileException {
    int number = lookup.require(path);
    return superblock.status(number, lookup.inode(number));
  }

  @Override
  public Optional<FileType> type(String path) {
    Inode found = disk.inodes().find(lookup.find(path));
    return found == null ? Optional.empty() : Optional.of(Superblock.typeOf(found));
  }

  /** A path below a symlink or a file does not exist. */
  @Override
  public boolean knowsWays() {
    return true;
  }

  @Override
  public List<String> list(String path) throws FileException {
    if (lookup.inode(lookup.require(path)) instanceof Directory directory) {
      return directory.names();
    }
    throw new FileException(FileError.ENOTDIR, path);
  }

  @Override
  public OpenFile open(String path, OpenMode mode) throws FileException {
    int number = lookup.find(path);
    Inode found = disk.inodes().find(number);
    if (found == null && mode != OpenMode.READ) {
      number = create(path, new RegularFile(disk.now()));
    } else if (found instanceof RegularFile) {
      if (mode == OpenMode.TRUNCATE) {
        changed(path, FileEvent.Kind.WRITE);
      }
    } else {
      return OpenDirectory.open(lookup.inode(lookup.require(path)), path, mode);
    }
    return new StoredFile(disk, number, watched(path), mode);
  }

  @Override
  public String readLink(String path) throws FileException {
    if (lookup.inode(lookup.require(path)) instanceof Symlink symlink) {
      return symlink.target();
    }
    throw new FileException(FileError.EINVAL, path);
  }

  @Override
  public void createDirectory(String path) throws FileException {
    create(path, new Directory(disk.now()));
  }

  @Override
  public void createSymlink(String path, String target) throws FileException {
    create(path, new Symlink(target, disk.now()));
  }

  private int create(String path, Inode inode) throws FileException {
    requireAbsent(path);
    int parent = lookup.requireParent(path);
    disk.space().requireRoom(path);
    int number = disk.create(parent, PathLookup.name(path), inode);
    changed(path, FileEvent.Kind.CREATE);
    return number;
  }

  private void requireAbsent(String path) throws FileException {
    if (lookup.find(path) != Directory.ABSENT) {
      throw new FileException(FileError.EEXIST, path);
    }
  }

  @Override
  public void createLink(String path, String existing) throws FileException {
    int number = lookup.require(existing);
    if (lookup.inode(number) instanceof Directory) {
      throw new FileException(FileError.EPERM, path);
    }
    requireAbsent(path);
    disk.link(lookup.requireParent(path), PathLookup.name(path), number);
    disk.own(number).linked();
    changed(path, FileEvent.Kind.CREATE);
  }

  @Override
  public void rename(String from, String to) throws FileException {
    int number = lookup.require(from);
    int replaced = lookup.find(to);
    if (number == replaced) {
      return;
    }
    lookup.requireReplaceable(from, to);
    int parent = lookup.requireParent(to);
    if (replaced != Directory.ABSENT) {
      disk.unlink(parent, PathLookup.name(to));
      disk.release(replaced);
    }
    disk.unlink(lookup.requireParent(from), PathLookup.name(from));
    disk.link(parent, PathLookup.name(to), number);
    changed(from, FileEvent.Kind.RENAME);
    changed(to, FileEvent.Kind.CREATE);
  }

  @Override
  public void remove(String path) throws FileException {
    int number = lookup.require(path);
    if (lookup.inode(number) instanceof Directory directory && !directory.isEmpty()) {
      throw new FileException(FileError.ENOTEMPTY, path);
    }
    disk.unlink(lookup.requireParent(path), PathLookup.name(path));
    disk.release(number);
    changed(path, FileEvent.Kind.REMOVE);
  }

  @Override
  public void removeAll(String path) throws FileException {
    for (Descent.Found each : Descent.below(disk, lookup.require(path), path).reversed()) {
      if (each.path().equals(path)) {
        disk.unlink(lookup.requireParent(path), PathLookup.name(path));
      }
      disk.release(each.inode());
      changed(each.path(), FileEvent.Kind.REMOVE);
    }
  }

  @Override
  public FileUsage usage(String path) throws FileException {
    FileUsage usage = FileUsage.NOTHING;
    for (Descent.Found each : Descent.below(disk, lookup.require(path), path)) {
      long taken = superblock.taken(each.inode(), lookup.inode(each.inode()));
      usage = usage.plus(FileUsage.ofFile(taken));
    }
    return usage;
  }

  @Override
  public void setPermissions(String path, int permissions) throws FileException {
    Inode file = disk.own(lookup.require(path));
    file.setAccess(file.access().withPermissions(permissions));
    changed(path, FileEvent.Kind.CHMOD);
  }

  @Override
  public void setOwner(String path, int owner, int group) throws FileException {
    Inode file = disk.own(lookup.require(path));
    file.setAccess(file.access().withOwner(owner, group));
    changed(path, FileEvent.Kind.CHMOD);
  }

  @Override
  public void setModified(String path, Instant modified) throws FileException {
    disk.own(lookup.require(path)).setModified(modified);
    changed(path, FileEvent.Kind.CHMOD);
  }

  @Override
  public FileWatch watch(String path, Consumer<FileEvent> listener) throws FileException {
    lookup.require(path);
    return disk.watches().add(watched(path), listener);
  }

  @Override
  public Optional<DiskSpace> space() {
    return Optional.of(disk.space());
  }

  @Override
  public Object fileSystem() {
    return superblock;
  }

  @Override
  public String root() {
    String path = place.substring(superblock.base().length());
    return path.isEmpty() ? "/" : path;
  }

  @Override
  public String options() {
    return superblock.options();
  }

  @Override
  public void lose() {
    if (superblock.isTmpfs()) {
      disk.clear();
    }
  }

  @Override
  public String typeName() {
    return superblock.typeName();
  }

  private String watched(String path) {
    return path.isEmpty() ? place : place + "/" + path;
  }

  private void changed(String path, FileEvent.Kind kind) {
    if (!disk.watches().isEmpty()) {
      disk.watches().changed(watched(path), kind);
    }
  }
}
