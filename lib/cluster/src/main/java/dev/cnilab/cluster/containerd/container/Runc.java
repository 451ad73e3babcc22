package dev.cnilab.cluster.containerd.container;

import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;

/** runc's error messages when a process cannot be started in a container. */
final class Runc {
  private Runc() {}

  /**
   * For a container's main process; {@code container_start.go} puts it after the container's ID.
   */
  static String createFailed(String executable, FileException cause) {
    return "failed to create containerd task: failed to create shim task: OCI runtime create"
        + " failed: runc create failed: unable to start container process: "
        + reason(executable, cause);
  }

  /** For a further process. */
  static String execFailed(String execId, String executable, FileException cause) {
    return "failed to start exec \""
        + execId
        + "\": OCI runtime exec failed: exec failed: unable to start container process: "
        + reason(executable, cause);
  }

  private static String reason(String executable, FileException cause) {
    if (cause.error() == FileError.EAGAIN) {
      return "error starting setns process: fork/exec /proc/self/fd/6: resource temporarily"
          + " unavailable";
    }
    String error = GoText.errno(cause);
    if (cause.error() == FileError.ENOENT) {
      return executable.contains("/")
          ? "exec: \"%s\": stat %s: %s".formatted(executable, executable, error)
          : "exec: \"%s\": executable file not found in $PATH".formatted(executable);
    }
    return cause.error() == FileError.ENOEXEC
        ? "exec %s: %s".formatted(executable, error)
        : "exec: \"%s\": %s".formatted(executable, error);
  }
}
