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
        require(path, files.find(path), FileType.DIRECTORY, "a directory");
      }
      case "FileOrCreate" -> {
        if (found.isEmpty()) {
          files.write(path, "");
        }
        require(path, files.find(path), FileType.REGULAR, "a file");
      }
      case "Directory" -> require(path, found, FileType.DIRECTORY, "a directory");
      case "File" -> require(path, found, FileType.REGULAR, "a file");
      case "Socket" -> require(path, found, FileType.SOCKET, "a socket file");
      default -> {}
    }
  }

  private static void require(String path, Optional<FileStatus> found, FileType type, String what)
      throws VolumeException {
    if (found.isEmpty() || found.get().type() != type) {
      throw new VolumeException("hostPath type check failed: " + path + " is not " + what);
    }
  }
}
