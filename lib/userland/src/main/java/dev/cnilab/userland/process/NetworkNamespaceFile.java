package dev.cnilab.userland.process;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.FileType;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.mount.Mount;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.file.open.OpenFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A network namespace as a file: {@code ip netns add} and container runtimes mount it in {@code
 * /var/run/netns} so that the namespace has a name and exists without a process; nsfs.
 */
public record NetworkNamespaceFile(NetworkNamespace network, long inode, Instant created)
    implements FileTree {
  private static final int READABLE = 0444;

  /** Gives a namespace of a machine a name; the file is created if necessary. */
  public static void bind(
      MountNamespace files, String path, Machine machine, NetworkNamespace network)
      throws FileException {
    if (!files.exists(path)) {
      files.createDirectories(path.substring(0, path.lastIndexOf('/')));
      files.open(path, OpenMode.APPEND).close();
    }
    NetworkNamespaceFile file =
        new NetworkNamespaceFile(network, machine.namespaceIds().number(network), machine.now());
    files.mount(path, file, "nsfs", Mount.Access.READ_WRITE);
  }

  /** The namespace of a file; empty if it does not exist or is an ordinary file. */
  public static Optional<NetworkNamespace> find(MountNamespace files, String path) {
    try {
      return files.mountOf(path).tree() instanceof NetworkNamespaceFile file
          ? Optional.of(file.network)
          : Optional.empty();
    } catch (FileException nothingThere) {
      return Optional.empty();
    }
  }

  @Override
  public FileStatus status(String path) throws FileException {
    if (!path.isEmpty()) {
      throw new FileException(FileError.ENOTDIR, path);
    }
    return new FileStatus(FileType.REGULAR, READABLE, 0, 0, 0, 0, 1, inode, created);
  }

  @Override
  public List<String> list(String path) throws FileException {
    throw new FileException(FileError.ENOTDIR, path);
  }

  @Override
  public OpenFile open(String path, OpenMode mode) throws FileException {
    throw new FileException(FileError.EINVAL, path);
  }

  @Override
  public String typeName() {
    return "nsfs";
  }
}
