package dev.cnilab.userland.kernel;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.FileType;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.open.OpenFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A file system of {@link KernelFile}s. */
public final class KernelTree implements FileTree {
  private static final int SIZE_OF_OPENED = 64;

  private final String typeName;
  private final Instant mounted;
  private final KernelFile root;
  private final String options;

  /**
   * A file system.
   *
   * @param typeName such as {@code proc}
   * @param mounted the modification time of all entries
   */
  public KernelTree(String typeName, Instant mounted, KernelFile root) {
    this(typeName, "", mounted, root);
  }

  /**
   * Like {@link #KernelTree(String, Instant, KernelFile)}.
   *
   * @param options those that it shows, each after a comma
   */
  public KernelTree(String typeName, String options, Instant mounted, KernelFile root) {
    this.typeName = typeName;
    this.options = options;
    this.mounted = mounted;
    this.root = root;
  }

  @Override
  public FileStatus status(String path) throws FileException {
    return switch (at(path)) {
      case KernelFile.Directory any -> status(FileType.DIRECTORY, 0555, path);
      case KernelFile.Text any -> status(FileType.REGULAR, 0444, path);
      case KernelFile.Setting any -> status(FileType.REGULAR, 0644, path);
      case KernelFile.Link any -> status(FileType.SYMLINK, 0777, path);
      case KernelFile.Opened open ->
          new FileStatus(
              FileType.SYMLINK,
              open.access(),
              open.owner(),
              open.group(),
              SIZE_OF_OPENED,
              0,
              1,
              path.hashCode() & 0xffffffL,
              mounted);
      case KernelFile.Refused any -> status(FileType.REGULAR, 0400, path);
      case KernelFile.Device any -> status(FileType.CHARACTER_DEVICE, 0666, path);
    };
  }

  /** An opened file is found at its link, which is not followed by its text. */
  @Override
  public Optional<FileType> type(String path) {
    try {
      return Optional.of(
          at(path) instanceof KernelFile.Opened ? FileType.CHARACTER_DEVICE : status(path).type());
    } catch (FileException nothingThere) {
      return Optional.empty();
    }
  }

  private FileStatus status(FileType type, int permissions, String path) {
    int links = type == FileType.DIRECTORY ? 2 : 1;
    return new FileStatus(
        type, permissions, 0, 0, 0, 0, links, path.hashCode() & 0xffffffL, mounted);
  }

  @Override
  public List<String> list(String path) throws FileException {
    if (at(path) instanceof KernelFile.Directory directory) {
      return directory.entries().get().keySet().stream().sorted().toList();
    }
    FileError error = at(path) instanceof KernelFile.Refused ? FileError.EACCES : FileError.ENOTDIR;
    throw new FileException(error, path);
  }

  @Override
  public String readLink(String path) throws FileException {
    KernelFile found = at(path);
    if (found instanceof KernelFile.Link link) {
      return link.target().get();
    } else if (found instanceof KernelFile.Opened open) {
      return open.target();
    } else if (found instanceof KernelFile.Refused) {
      throw new FileException(FileError.EACCES, path);
    }
    throw new FileException(FileError.EINVAL, path);
  }

  @Override
  public OpenFile open(String path, OpenMode mode) throws FileException {
    return switch (at(path)) {
      case KernelFile.Opened open -> open.opener().get();
      case KernelFile.Device device -> device.opener().get();
      case KernelFile.Setting setting -> new OpenSetting(setting);
      case KernelFile.Text text when mode == OpenMode.READ ->
          new OpenText(text.content().get().getBytes(StandardCharsets.UTF_8));
      case KernelFile.Directory any -> throw new FileException(FileError.EISDIR, path);
      default -> throw new FileException(FileError.EACCES, path);
    };
  }

  @Override
  public String options() {
    return options;
  }

  @Override
  public String typeName() {
    return typeName;
  }

  private KernelFile at(String path) throws FileException {
    KernelFile found = root;
    for (String name : path.isEmpty() ? new String[0] : path.split("/", -1)) {
      KernelFile next =
          found instanceof KernelFile.Directory directory ? directory.find().apply(name) : null;
      if (next == null) {
        throw new FileException(FileError.ENOENT, path);
      }
      found = next;
    }
    return found;
  }

  /** Text opened for reading. */
  private static class OpenText extends OpenFile {
    private final byte[] content;
    private int position;

    OpenText(byte[] content) {
      this.content = content;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (position == content.length) {
        return -1;
      }
      int count = Math.min(length, content.length - position);
      System.arraycopy(content, position, buffer, offset, count);
      position += count;
      return count;
    }
  }

  /** A setting opened for reading or writing. */
  private static final class OpenSetting extends OpenText {
    private final KernelFile.Setting setting;

    OpenSetting(KernelFile.Setting setting) {
      super(setting.content().get().getBytes(StandardCharsets.UTF_8));
      this.setting = setting;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws FileException {
      setting.writer().write(new String(bytes, offset, length, StandardCharsets.UTF_8).strip());
    }
  }
}
