package dev.cnilab.userland.process;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The sockets of a machine that have a path instead of an address; unix(7). Each connection carries
 * one question and one answer. Their files look like regular ones in {@code ls -l}.
 */
public final class LocalSockets {
  /** The services by the inode of the socket's file, which all mount namespaces share. */
  private final Map<Long, UnaryOperator<String>> services = new HashMap<>();

  /**
   * Serves a path while a process is alive. The file is created again, and stays after the process
   * has exited unless the process removes it.
   *
   * @param service called in the asking process's task, and may wait
   */
  public void bind(Process process, String path, UnaryOperator<String> service) throws IOException {
    MountNamespace files = process.files();
    if (files.exists(path)) {
      files.unlink(path);
    }
    files.write(path, "");
    files.setPermissions(path, 0660);
    long inode = files.status(path).inode();
    services.put(inode, service);
    process.onExit(status -> services.remove(inode, service));
  }

  /**
   * Asks the process that serves a path.
   *
   * @throws ErrnoException ENOENT if there is no such file, EACCES if its permissions forbid it,
   *     ECONNREFUSED if no process serves it
   */
  public String ask(MountNamespace files, String path, String question) {
    long inode;
    try {
      inode = files.socket(path).inode();
    } catch (FileException refused) {
      throw new ErrnoException(refused.error() == FileError.EACCES ? Errno.EACCES : Errno.ENOENT);
    }
    UnaryOperator<String> service = services.get(inode);
    if (service == null) {
      throw new ErrnoException(Errno.ECONNREFUSED);
    }
    return service.apply(question);
  }
}
