package dev.cnilab.userland.file.mount;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileEvent;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.FileUsage;
import dev.cnilab.userland.file.FileWatch;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.WholeFiles;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.kernel.BindTree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The files that a process sees: a root and what is mounted in it; mount_namespaces(7). Paths are
 * absolute, symlinks are followed inside of this root, and {@code ..} does not lead out of it.
 */
public final class MountNamespace implements WholeFiles {

  private final Mounts mounts = new Mounts();
  private final DirectoryEntries entries = new DirectoryEntries(mounts);
  private final Opening opening = new Opening(mounts, entries);
  private final FileAttributes attributes = new FileAttributes(mounts);
  private final MountIds ids;

  /** Creates the first namespace of a machine, with that tree as its root. */
  public MountNamespace(FileTree root, String source) {
    this(new MountIds());
    addRoot(root, source);
  }

  private MountNamespace(MountIds ids) {
    this.ids = ids;
  }

  private void addRoot(FileTree root, String source) {
    Mount.Access access = Mount.Access.READ_WRITE;
    mounts.add(new Mount(ids.next(), "/", root, source, access, Mount.Flag.USUAL));
  }

  /** Creates another namespace of the same machine, with that tree as its root. */
  public MountNamespace another(FileTree root, String source) {
    MountNamespace made = new MountNamespace(ids);
    made.addRoot(root, source);
    return made;
  }

  /** Creates a copy of all the mounts; unshare(CLONE_NEWNS). */
  public MountNamespace copy() {
    MountNamespace made = new MountNamespace(ids);
    mounts.list().forEach(each -> made.mounts.add(each.copy(ids.next())));
    return made;
  }

  /** All mounts in the order in which they were made. */
  public List<Mount> mounts() {
    return mounts.list();
  }

  /** Mounts a tree at a path, which is created if necessary, over what is there. */
  public void mount(String target, FileTree tree, String source, Mount.Access access)
      throws FileException {
    mount(target, tree, source, access, Mount.Flag.USUAL);
  }

  /** Like {@link #mount(String, FileTree, String, Mount.Access)}, with these flags. */
  public void mount(
      String target, FileTree tree, String source, Mount.Access access, Set<Mount.Flag> flags)
      throws FileException {
    Permission.requireMounting(target);
    if (!exists(target)) {
      opening.createMountPoint(target, tree);
    }
    mounts.add(new Mount(ids.next(), resolve(target), tree, source, access, flags));
  }

  /**
   * Like {@code mount --bind}: also mounts here what is at {@code source} in {@code from}, with the
   * rights of the mount that it is on.
   *
   * @param access READ_ONLY makes it read-only, as a remount would
   */
  public void bind(String target, MountNamespace from, String source, Mount.Access access)
      throws FileException {
    ResolvedPath origin = from.find(source, FinalSymlink.FOLLOWED).existing();
    FileTree part = new BindTree(origin.tree(), origin.inTree());
    Mount on = origin.mount();
    mount(target, part, on.source(), on.access().and(access), on.flags());
  }

  /**
   * Like {@code mount --rbind}: includes everything mounted below.
   *
   * @param access READ_ONLY applies to all of it, as with {@code -o rro}
   */
  public void bindAll(String target, MountNamespace from, String source, Mount.Access access)
      throws FileException {
    bind(target, from, source, access);
    for (Mount mount : from.mounts.below(from.resolve(source))) {
      String place = Mounts.prefix(target) + mount.target();
      mount(place, mount.tree(), mount.source(), mount.access().and(access), mount.flags());
    }
  }

  /**
   * A namespace whose root is a directory of this one; as chroot(2), but mounts made later are not
   * shared.
   */
  public MountNamespace below(String directory) throws FileException {
    ResolvedPath place = find(directory, FinalSymlink.FOLLOWED).existing();
    if (!place.tree().status(place.inTree()).isDirectory()) {
      throw new FileException(FileError.ENOTDIR, directory);
    }
    BindTree files = new BindTree(place.tree(), place.inTree());
    Mount on = place.mount();
    MountNamespace root = new MountNamespace(ids);
    root.mounts.add(new Mount(on.id(), "/", files, on.source(), on.access(), on.flags()));
    mounts.below(place.path()).forEach(each -> root.mounts.add(each.at("/" + each.target())));
    return root;
  }

  /** Unmounts what was mounted last at that path. */
  public void unmount(String target) throws FileException {
    Permission.requireMounting(target);
    if (!mounts.removeLast(resolve(target))) {
      throw new FileException(FileError.EINVAL, target);
    }
  }

  /** Like {@code mount -o remount}: makes the mount at that path writable or read-only. */
  public void remount(String target, Mount.Access access) throws FileException {
    remount(target, access, mountOf(target).flags());
  }

  /** Like {@code mount -o remount}: gives the mount at that path other rights. */
  public void remount(String target, Mount.Access access, Set<Mount.Flag> flags)
      throws FileException {
    Permission.requireMounting(target);
    if (!mounts.change(resolve(target), access, flags)) {
      throw new FileException(FileError.EINVAL, target);
    }
  }

  /** The mount a path is on. */
  public Mount mountOf(String path) throws FileException {
    return find(path, FinalSymlink.FOLLOWED).existing().mount();
  }

  /** The path without symlinks, as realpath(3); its last component need not exist. */
  public String resolve(String path) throws FileException {
    return find(path, FinalSymlink.FOLLOWED).path();
  }

  @Override
  public FileStatus status(String path) throws FileException {
    ResolvedPath place = find(path, FinalSymlink.FOLLOWED);
    return place.tree().status(place.inTree());
  }

  /** Like lstat(2): of the symlink itself. */
  public FileStatus linkStatus(String path) throws FileException {
    ResolvedPath place = find(path, FinalSymlink.NOT_FOLLOWED);
    return place.tree().status(place.inTree());
  }

  public boolean exists(String path) {
    return mounts.type(path).isPresent();
  }

  public boolean isDirectory(String path) {
    return entries.isDirectory(path);
  }

  /** Like {@link #status}; empty if the path does not exist or is not reachable. */
  public Optional<FileStatus> find(String path) {
    try {
      return Optional.of(status(path));
    } catch (FileException nothingThere) {
      return Optional.empty();
    }
  }

  /**
   * The file of a socket that is about to be connected to. This needs write permission, but not a
   * writable mount: unix(7).
   */
  public FileStatus socket(String path) throws FileException {
    FileStatus found = status(path);
    Permission.WRITE.require(found, path);
    return found;
  }

  /** The names in a directory, sorted, without {@code .} and {@code ..}. */
  public List<String> list(String path) throws FileException {
    return entries.list(path);
  }

  @Override
  public OpenFile open(String path, OpenMode mode) throws FileException {
    return opening.open(path, mode);
  }

  public String readLink(String path) throws FileException {
    ResolvedPath place = find(path, FinalSymlink.NOT_FOLLOWED);
    return place.tree().readLink(place.inTree());
  }

  public void createDirectory(String path) throws FileException {
    entries.createDirectory(path);
  }

  /** Like {@code mkdir -p}. */
  public void createDirectories(String path) throws FileException {
    createDirectories(path, 0755);
  }

  /** Like {@link #createDirectories(String)}; new directories get the permissions. */
  public void createDirectories(String path, int permissions) throws FileException {
    entries.createDirectories(path, permissions);
  }

  public void createSymlink(String path, String target) throws FileException {
    entries.createSymlink(path, target);
  }

  /** Like link(2): adds a name for an existing file. */
  public void createLink(String path, String existing) throws FileException {
    entries.createLink(path, existing);
  }

  /** Like rename(2): replaces what is at {@code to}; EXDEV across mounts. */
  public void rename(String from, String to) throws FileException {
    entries.rename(from, to);
  }

  /** Like unlink(2); EISDIR for a directory. */
  public void unlink(String path) throws FileException {
    entries.unlink(path);
  }

  /** Like rmdir(2). */
  public void removeDirectory(String path) throws FileException {
    entries.removeDirectory(path);
  }

  /**
   * Like {@code rm -rf}: removes a file or directory with its contents; does nothing if it does not
   * exist.
   */
  public void removeAll(String path) throws FileException {
    entries.removeAll(path);
  }

  /** The disk usage of a file or directory with its contents; zero if it does not exist. */
  public FileUsage usage(String path) throws FileException {
    return entries.usage(path);
  }

  public void setPermissions(String path, int permissions) throws FileException {
    attributes.setPermissions(path, permissions);
  }

  public void setOwner(String path, int owner, int group) throws FileException {
    attributes.setOwner(path, FinalSymlink.FOLLOWED, owner, group);
  }

  /** Like lchown(2): changes a symlink itself. */
  public void setLinkOwner(String path, int owner, int group) throws FileException {
    attributes.setOwner(path, FinalSymlink.NOT_FOLLOWED, owner, group);
  }

  public void setModified(String path, Instant modified) throws FileException {
    attributes.setModified(path, modified);
  }

  /**
   * Notifies {@code listener} of what happens in a directory, by any process and through any mount;
   * like inotify(7). Each event arrives as an event of the loop.
   */
  public FileWatch watch(String path, Consumer<FileEvent> listener) throws FileException {
    ResolvedPath place = find(path, FinalSymlink.FOLLOWED).existing();
    return place.tree().watch(place.inTree(), listener);
  }

  private ResolvedPath find(String path, FinalSymlink last) throws FileException {
    return mounts.find(path, last);
  }
}
