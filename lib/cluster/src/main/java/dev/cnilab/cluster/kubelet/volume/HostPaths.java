package dev.cnilab.cluster.kubelet.volume;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.kubelet.volume.content.VolumeException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.FileType;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.Optional;

/** Checks that a hostPath is of the requested type, or creates it. */
final class HostPaths {
  private final MountNamespace files;

  HostPaths(MountNamespace files) {
    this.files = files;
  }

  void prepare(JsonNode source) throws IOException, VolumeException {
    String path = source.path("path").asText();
    Optional<FileStatus> found = files.find(path);
    switch (source.path("type").asText("")) {
      case "DirectoryOrCreate" -> {
        if (found.isEmpty()) {
          files.createDirectories(path);
        }
        require(path, files.find(path), FileType.DIRECTORY, "directory");
      }
      case "FileOrCreate" -> {
        if (found.isEmpty()) {
          files.write(path, "");
        }
        require(path, files.find(path), FileType.REGULAR, "file");
      }
      case "Directory" -> require(path, found, FileType.DIRECTORY, "directory");
      case "File" -> require(path, found, FileType.REGULAR, "file");
      case "Socket" -> require(path, found, FileType.SOCKET, "socket file");
      case "CharDevice" -> require(path, found, FileType.CHARACTER_DEVICE, "character device");
      case "BlockDevice" -> throw mismatch(path, found, "block device"); // there is none here
      default -> {}
    }
  }

  private static void require(String path, Optional<FileStatus> found, FileType type, String what)
      throws VolumeException {
    if (found.isEmpty() || found.get().type() != type) {
      throw mismatch(path, found, what);
    }
  }

  private static VolumeException mismatch(String path, Optional<FileStatus> found, String what) {
    String type = found.map(FileStatus::type).map(HostPaths::name).orElse("");
    return new VolumeException(
        type.isEmpty()
            ? "hostPath type check failed, %s is not a %s, unable to determine its type: %s"
                .formatted(
                    path,
                    what,
                    found.isEmpty()
                        ? "path \"" + path + "\" does not exist"
                        : "only recognise file, directory, socket, block device and character"
                            + " device")
            : "hostPath type check failed: %s is not a %s, it's a %s".formatted(path, what, type));
  }

  /** The type as hostPath names it; "" for any other. */
  private static String name(FileType type) {
    return switch (type) {
      case REGULAR -> "File";
      case DIRECTORY -> "Directory";
      case SOCKET -> "Socket";
      case CHARACTER_DEVICE -> "CharDevice";
      case SYMLINK, FIFO -> "";
    };
  }
}
