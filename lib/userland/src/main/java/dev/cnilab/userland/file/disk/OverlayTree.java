package dev.cnilab.userland.file.disk;

import dev.cnilab.userland.file.DiskSpace;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileEvent;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.FileType;
import dev.cnilab.userland.file.FileWatch;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.open.OpenFile;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A tree that shows a lower tree, which it never changes, under an upper one that holds all
 * changes, like the kernel's overlayfs. As there, directories of the lower tree cannot be renamed
 * (EXDEV).
 */
public final class OverlayTree implements FileTree {
  private final FileTree lower;
  private final FileTree upper;
  private final String typeName;
  private final String options;

  /** Paths of the lower tree that were removed or replaced as a whole. */
  private final Set<String> whiteouts = new HashSet<>();

  /**
   * An overlay.
   *
   * @param work the path of the directory beside the upper tree, it shows only in the options
   */
  public OverlayTree(FileTree lower, FileTree upper, String work) {
    this(
        lower,
        upper,
        "overlay",
        ",lowerdir=%s,upperdir=%s,workdir=%s,uuid=on".formatted(lower.root(), upper.root(), work));
  }

  private OverlayTree(FileTree lower, FileTree upper, String typeName, String options) {
    this.lower = lower;
    this.upper = upper;
    this.typeName = typeName;
    this.options = options;
  }

  /** A file system that is not an overlay but has initial files, such as devices. */
  public static OverlayTree filled(FileTree content, FileTree files) {
    return new OverlayTree(content, files, files.typeName(), files.options());
  }

  private static boolean has(FileTree tree, String path) {
    return tree.type(path).isPresent();
  }

  private boolean isInUpper(String path) {
    return has(upper, path);
  }

  private boolean isInLower(String path) {
    return !isHidden(path) && has(lower, path);
  }

  private boolean isHidden(String path) {
    if (whiteouts.isEmpty()) {
      return false;
    }
    for (String each = path; !each.isEmpty(); each = parent(each)) {
      if (whiteouts.contains(each)) {
        return true;
      }
    }
    return false;
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private FileTree holder(String path) {
    return isInUpper(path) || isHidden(path) ? upper : lower;
  }

  @Override
  public FileStatus status(String path) throws FileException {
    return holder(path).status(path);
  }

  @Override
  public Optional<FileType> type(String path) {
    return upper.type(path).or(() -> isHidden(path) ? Optional.empty() : lower.type(path));
  }

  @Override
  public boolean knowsWays() {
    return upper.knowsWays() && lower.knowsWays();
  }

  @Override
  public List<String> list(String path) throws FileException {
    if (!isInUpper(path)) {
      return visible(path, holder(path).list(path));
    }
    if (!isInLower(path)) {
      return upper.list(path);
    }
    Set<String> names = new TreeSet<>(visible(path, lower.list(path)));
    names.addAll(upper.list(path));
    return List.copyOf(names);
  }

  private List<String> visible(String directory, List<String> names) {
    if (whiteouts.isEmpty()) {
      return names;
    }
    return names.stream()
        .filter(name -> !whiteouts.contains(directory.isEmpty() ? name : directory + "/" + name))
        .toList();
  }

  @Override
  public OpenFile open(String path, OpenMode mode) throws FileException {
    if (mode == OpenMode.READ || isDevice(path)) {
      return holder(path).open(path, mode);
    }
    copyUp(path);
    return upper.open(path, mode);
  }

  /** Whether the path is a device: writing to it does not write to its file system. */
  private boolean isDevice(String path) {
    return type(path).filter(FileType.CHARACTER_DEVICE::equals).isPresent();
  }

  @Override
  public String readLink(String path) throws FileException {
    return holder(path).readLink(path);
  }

  @Override
  public void createDirectory(String path) throws FileException {
    refuseExisting(path);
    copyUp(parent(path));
    upper.createDirectory(path);
  }

  @Override
  public void createSymlink(String path, String target) throws FileException {
    refuseExisting(path);
    copyUp(parent(path));
    upper.createSymlink(path, target);
  }

  @Override
  public void createLink(String path, String existing) throws FileException {
    refuseExisting(path);
    copyUp(existing);
    copyUp(parent(path));
    upper.createLink(path, existing);
  }

  private void refuseExisting(String path) throws FileException {
    if (has(this, path)) {
      throw new FileException(FileError.EEXIST, path);
    }
  }

  @Override
  public void rename(String from, String to) throws FileException {
    boolean fromLower = isInLower(from);
    if (fromLower && status(from).isDirectory()) {
      throw new FileException(FileError.EXDEV, to);
    }
    if (isInLower(to) && status(to).isDirectory()) {
      remove(to);
    }
    copyUp(from);
    copyUp(parent(to));
    upper.rename(from, to);
    whiteOut(from);
    whiteOut(to);
  }

  @Override
  public void remove(String path) throws FileException {
    FileStatus status = status(path);
    if (status.isDirectory() && !list(path).isEmpty()) {
      throw new FileException(FileError.ENOTEMPTY, path);
    }
    if (isInUpper(path)) {
      upper.remove(path);
    }
    whiteOut(path);
  }

  private void whiteOut(String path) {
    if (has(lower, path)) {
      whiteouts.add(path);
    }
  }

  @Override
  public void setPermissions(String path, int permissions) throws FileException {
    copyUpExisting(path);
    upper.setPermissions(path, permissions);
  }

  @Override
  public void setOwner(String path, int owner, int group) throws FileException {
    copyUpExisting(path);
    upper.setOwner(path, owner, group);
  }

  @Override
  public void setModified(String path, Instant modified) throws FileException {
    copyUpExisting(path);
    upper.setModified(path, modified);
  }

  @Override
  public FileWatch watch(String path, Consumer<FileEvent> listener) throws FileException {
    if (isDevice(path)) {
      return holder(path).watch(path, listener);
    }
    copyUpExisting(path);
    return upper.watch(path, listener);
  }

  @Override
  public Optional<DiskSpace> space() {
    return upper.space();
  }

  @Override
  public String options() {
    return options;
  }

  @Override
  public String typeName() {
    return typeName;
  }

  private void copyUpExisting(String path) throws FileException {
    status(path);
    copyUp(path);
  }

  /** Copies what is at the path, and its parents, from the lower tree into the upper one. */
  private void copyUp(String path) throws FileException {
    if (isInUpper(path)) {
      return;
    }
    copyUp(parent(path));
    if (!isInLower(path)) {
      return;
    }
    FileStatus status = lower.status(path);
    switch (status.type()) {
      case DIRECTORY -> upper.createDirectory(path);
      case SYMLINK -> upper.createSymlink(path, lower.readLink(path));
      case CHARACTER_DEVICE -> throw new FileException(FileError.EPERM, path);
      default -> copyContent(path);
    }
    if (!status.isSymlink()) {
      upper.setPermissions(path, status.permissions());
    }
    upper.setOwner(path, status.owner(), status.group());
    upper.setModified(path, status.modified());
  }

  private void copyContent(String path) throws FileException {
    OpenFile from = lower.open(path, OpenMode.READ);
    OpenFile to = upper.open(path, OpenMode.TRUNCATE);
    byte[] buffer = new byte[8192];
    try {
      for (int count = from.read(buffer, 0, buffer.length);
          count > 0;
          count = from.read(buffer, 0, buffer.length)) {
        to.write(buffer, 0, count);
      }
    } catch (IOException failed) {
      throw new FileException(FileError.EIO, path);
    } finally {
      from.close();
      to.close();
    }
  }
}
